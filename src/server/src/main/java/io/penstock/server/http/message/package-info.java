/** Messages are sent and browsed over HTTP. */
package io.penstock.server.http.message;
