/** Operations that were begun by hand are shown over HTTP, with how far they are. */
package io.penstock.server.http.operation;
