/** Shows over HTTP the operations that were begun by hand, and how far they are. */
package io.penstock.server.http.operation;
