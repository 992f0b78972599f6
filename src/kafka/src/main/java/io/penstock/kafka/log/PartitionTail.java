package io.penstock.kafka.log;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;

/**
 * What lies in a partition behind the last offset that the journal says of it.
 *
 * @param from the first offset behind it
 * @param to the offset behind the last
 * @param records that were found there, in order
 */
record PartitionTail(int partition, long from, long to, List<ConsumerRecord<byte[], byte[]>> records) {}
