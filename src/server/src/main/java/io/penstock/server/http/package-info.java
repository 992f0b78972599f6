/**
 * The HTTP front door: resources over {@link io.penstock.Broker}, and the one place where failures become RFC 9457
 * problems.
 */
package io.penstock.server.http;
