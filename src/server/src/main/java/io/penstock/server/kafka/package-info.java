/** What commands need that work on a Kafka. */
package io.penstock.server.kafka;
