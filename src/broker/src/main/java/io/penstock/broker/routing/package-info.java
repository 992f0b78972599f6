/** Which bindings a message matches. Knows neither files nor threads: what is built once is only read. */
package io.penstock.broker.routing;
