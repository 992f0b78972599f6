/**
 * The HTTP front door consists of resources over {@link io.penstock.Broker}; failures become RFC 9457 problems in one
 * place.
 */
package io.penstock.server.http;
