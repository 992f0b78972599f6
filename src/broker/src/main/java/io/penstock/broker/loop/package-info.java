/**
 * Dispatch loops have the threads and the time: they take commands, give each subscription its turns, fire alarms and
 * write what was decided. This package knows no subscription.
 */
package io.penstock.broker.loop;
