/** Hands messages out over HTTP, each under a lease with a token, and settles them by it. */
package io.penstock.server.http.consume;
