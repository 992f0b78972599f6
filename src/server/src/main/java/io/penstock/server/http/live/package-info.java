/** The stream that tells whoever looks at the server what changes: one for all that is in view. */
package io.penstock.server.http.live;
