/** Owners that are stalled or killed, and Kafkas that fail, under load: what was told is true. */
package io.penstock.kafka.failover;
