/** Declares, changes, lists and deletes destinations over HTTP. */
package io.penstock.server.http.destination;
