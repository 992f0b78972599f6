/**
 * The HTTP front door: resources over {@link io.penstock.Broker}, whose failures become RFC 9457 problems in one place.
 */
package io.penstock.server.http;
