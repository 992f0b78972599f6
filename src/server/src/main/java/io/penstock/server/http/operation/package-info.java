/** Operations over HTTP: what was begun by hand, and how far it is. */
package io.penstock.server.http.operation;
