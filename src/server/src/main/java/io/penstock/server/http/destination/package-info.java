/** Destinations over HTTP: they are declared, altered, listed and deleted. */
package io.penstock.server.http.destination;
