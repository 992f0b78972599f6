/** Destinations are declared, altered, listed and deleted over HTTP. */
package io.penstock.server.http.destination;
