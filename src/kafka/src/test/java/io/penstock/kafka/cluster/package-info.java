/** A real Kafka for tests: brokers as processes of this machine, which can be killed, held and started again. */
package io.penstock.kafka.cluster;
