/**
 * The engine over a log that lies in Apache Kafka: {@link io.penstock.kafka.KafkaBroker} opens it where this instance
 * owns the state, and stands by otherwise. See docs/kafka.md.
 */
@NullMarked
package io.penstock.kafka;

import org.jspecify.annotations.NullMarked;
