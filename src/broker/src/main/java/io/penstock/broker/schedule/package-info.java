/** Sends messages at certain times: keeps schedules, and calculates when they fire. */
package io.penstock.broker.schedule;
