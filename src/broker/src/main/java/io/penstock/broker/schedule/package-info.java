/** Messages that are sent by the clock: stored schedules, their firing times, and their sending. */
package io.penstock.broker.schedule;
