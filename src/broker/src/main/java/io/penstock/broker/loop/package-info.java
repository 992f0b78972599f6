/**
 * The threads and the time of the broker: dispatch loops take commands, give each subscription its turns, fire alarms
 * and write what was decided. This package knows no subscription.
 */
package io.penstock.broker.loop;
