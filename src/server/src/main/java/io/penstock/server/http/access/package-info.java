/** Who uses the server over HTTP, what they may see of the broker, and which pages of browsers may ask for it. */
package io.penstock.server.http.access;
