/** Prepared transactions are listed, and ended by hand, over HTTP. */
package io.penstock.server.http.transaction;
