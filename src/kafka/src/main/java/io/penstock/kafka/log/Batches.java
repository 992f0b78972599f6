package io.penstock.kafka.log;

import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.RecordBatch;
import io.penstock.kafka.journal.CarrierKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32C;

/** Turns records of the engine into those of Kafka's clients, and back. */
final class Batches {

    /** A reader of one record does not have to decode more than about that. */
    private static final int BATCH_BYTES = 64 << 10;

    private static final int FIRST_BYTES = 256;

    private Batches() {}

    /** The record for a topic. */
    static ProducerRecord<byte[], byte[]> toKafka(TopicPartition to, LogRecord record) {
        var headers = new ArrayList<Header>();
        if (record.hasHeaders()) {
            record.headers((name, value) -> headers.add(new RecordHeader(name, value)));
        }
        return new ProducerRecord<>(
                to.topic(), to.partition(), record.timestampMillis(), record.key(), record.value(), headers);
    }

    /** Collects records with offsets that follow each other. */
    static final class Builder {

        private final BatchEncoder encoder = new BatchEncoder(FIRST_BYTES);
        private final long base;
        private final boolean isInMemory;

        /** @param isInMemory whether the records lie nowhere else */
        Builder(long base, boolean isInMemory) {
            this.base = base;
            this.isInMemory = isInMemory;
        }

        boolean isInMemory() {
            return isInMemory;
        }

        /** Whether that offset comes next, and there is room. */
        boolean takes(long offset) {
            return offset == base + encoder.count() && encoder.length() < BATCH_BYTES;
        }

        void add(LogRecord record) {
            encoder.add(record.timestampMillis(), record.key(), record.value(), record::headers);
        }

        void add(ConsumerRecord<byte[], byte[]> record) {
            encoder.add(
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    sink -> record.headers().forEach(header -> {
                        if (!header.key().equals(CarrierKey.HEADER)) {
                            sink.header(header.key(), header.value());
                        }
                    }));
        }

        RecordBatch finish() {
            return encoder.finish(new CRC32C()).at(base);
        }
    }

    /** The sizes of records, as the engine counts them. */
    static int[] sizes(List<ConsumerRecord<byte[], byte[]>> records) {
        return of(records).stream()
                .flatMapToInt(batch ->
                        StreamSupport.stream(batch.spliterator(), false).mapToInt(LogRecord::fieldBytes))
                .toArray();
    }

    /** The batches of records in the order of their offsets. */
    static List<RecordBatch> of(List<ConsumerRecord<byte[], byte[]>> records) {
        var batches = new ArrayList<RecordBatch>();
        Builder builder = null;
        for (var record : records) {
            if (builder != null && !builder.takes(record.offset())) {
                batches.add(builder.finish());
                builder = null;
            }
            if (builder == null) {
                builder = new Builder(record.offset(), false);
            }
            builder.add(record);
        }
        if (builder != null) {
            batches.add(builder.finish());
        }
        return batches;
    }
}
