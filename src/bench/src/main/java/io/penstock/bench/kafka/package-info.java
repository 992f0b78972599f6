/** The engine on Kafka, beside a plain producer and consumer of the same Kafka. */
package io.penstock.bench.kafka;
