/** Clients of one Kafka, set up the way the engine needs them. */
@NullMarked
package io.penstock.kafka.client;

import org.jspecify.annotations.NullMarked;
