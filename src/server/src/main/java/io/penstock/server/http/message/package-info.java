/** Sends and browses messages over HTTP. */
package io.penstock.server.http.message;
