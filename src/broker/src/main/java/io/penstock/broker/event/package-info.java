/** Passes events of the broker to their subscribers, and watches dead letters for alerts. */
package io.penstock.broker.event;
