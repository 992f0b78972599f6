/** The topics of an engine in Kafka: their names, how they are made and checked, and how their old records go. */
package io.penstock.kafka.topic;
