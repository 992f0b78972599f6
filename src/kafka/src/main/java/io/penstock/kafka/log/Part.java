package io.penstock.kafka.log;

import io.penstock.journal.record.LogRecord;
import io.penstock.kafka.journal.FrameItems;
import org.apache.kafka.common.Uuid;

import java.util.List;

/** A part of an append that is told to the owner of the log by itself. */
sealed interface Part {

    /** A state entry. */
    record Entry(byte[] bytes) implements Part {}

    /** The text that is kept of alerts. */
    record Text(byte[] bytes) implements Part {}

    /** A topic with its id, or with none if it is gone. */
    record Topic(String name, Uuid id) implements Part {

        int bytes() {
            return FrameItems.TOPIC_HEADER_BYTES + name.length();
        }
    }

    /** Records of one partition with offsets that follow each other. */
    final class Records implements Part {

        /** The number of the record or batch in its append. */
        final int number;

        final int partition;
        final Place place;
        final List<LogRecord> records;

        /** The offset of the first one, as soon as it is known. */
        volatile long base = -1;

        Records(int number, int partition, Place place, List<LogRecord> records) {
            this.number = number;
            this.partition = partition;
            this.place = place;
            this.records = records;
        }

        int count() {
            return records.size();
        }

        /** The offset behind the last one. */
        long end() {
            return base + records.size();
        }

        int[] sizes() {
            return records.stream().mapToInt(LogRecord::fieldBytes).toArray();
        }
    }
}
