/** Passes events of the broker to their subscribers, and tells who is told of deaths. */
package io.penstock.broker.event;
