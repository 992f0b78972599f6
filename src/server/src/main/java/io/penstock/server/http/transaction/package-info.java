/** Lists prepared transactions over HTTP, and ends them by hand. */
package io.penstock.server.http.transaction;
