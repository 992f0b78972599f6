/** Prepared transactions over HTTP: they are listed, and ended by hand. */
package io.penstock.server.http.transaction;
