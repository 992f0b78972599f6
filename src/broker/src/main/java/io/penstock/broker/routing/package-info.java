/** Finds the bindings that a message matches. It knows neither files nor threads: what is built once is only read. */
package io.penstock.broker.routing;
