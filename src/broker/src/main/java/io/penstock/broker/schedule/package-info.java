/** Schedules send messages by the clock: they are stored here, and their times are calculated. */
package io.penstock.broker.schedule;
