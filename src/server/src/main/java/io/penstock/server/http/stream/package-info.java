/** Server-sent events: streams whose back-pressure goes from the socket to the log. */
package io.penstock.server.http.stream;
