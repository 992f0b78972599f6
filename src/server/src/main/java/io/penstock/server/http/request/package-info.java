/** What all requests share: checks of parameters and bodies, limits, and failures as RFC 9457 problems. */
package io.penstock.server.http.request;
