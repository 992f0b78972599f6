/** The sessions of browsers, and what the server says of itself and of who asks. */
package io.penstock.server.http.session;
