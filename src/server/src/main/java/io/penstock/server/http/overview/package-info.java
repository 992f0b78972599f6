/** What an operator sees at a glance: rates, what waits, and how both went, computed once a second for all who ask. */
package io.penstock.server.http.overview;
