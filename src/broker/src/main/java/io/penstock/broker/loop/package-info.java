/**
 * Threads and time: dispatch loops take commands, give each subscription its turns, fire alarms and write what was
 * decided. This package knows no subscription.
 */
package io.penstock.broker.loop;
