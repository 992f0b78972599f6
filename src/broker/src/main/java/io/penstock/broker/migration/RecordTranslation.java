package io.penstock.broker.migration;

import io.penstock.DeadLetterRecord;
import io.penstock.broker.record.Address;
import io.penstock.broker.record.MessageCodec;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.LogRecord;

import java.nio.charset.StandardCharsets;

/**
 * Says what a record of one partition is in a log whose offsets are others. Key, body and timestamp remain, and so do
 * the headers, but for two: a message whose sender gave no id gets the one that it had by its place, and a dead letter
 * names the place of its original as it is then.
 */
final class RecordTranslation {

    private final Address address;
    private final OffsetMaps offsets;

    RecordTranslation(Address address, OffsetMaps offsets) {
        this.address = address;
        this.offsets = offsets;
    }

    /** Whether it is copied: what was not to outlive a process that has ended is not. */
    static boolean isCopied(LogRecord record) {
        return !MessageCodec.isVolatile(record);
    }

    EncodedRecord translated(LogRecord record) {
        return EncodedRecord.of(record.timestampMillis(), record.key(), record.value(), headers(record));
    }

    private EncodedRecord.HeaderSource headers(LogRecord record) {
        byte[] id = MessageCodec.hasId(record)
                ? null
                : address.messageId(record.offset()).getBytes(StandardCharsets.UTF_8);
        byte[] origin = origin(record);
        return sink -> {
            if (id != null) {
                sink.header(MessageCodec.ID, id);
            }
            record.headers((name, value) ->
                    sink.header(name, origin != null && name.equals(DeadLetterRecord.ORIGIN_OFFSET) ? origin : value));
        };
    }

    /** The offset of a dead letter's original, or null if it has none that could be found. */
    private byte[] origin(LogRecord record) {
        var offset = text(record, DeadLetterRecord.ORIGIN_OFFSET);
        var destination = text(record, DeadLetterRecord.ORIGIN_DESTINATION);
        var partition = text(record, DeadLetterRecord.ORIGIN_PARTITION);
        if (offset == null || destination == null || partition == null) {
            return null;
        }
        try {
            var map = offsets.ofDestination(destination, Integer.parseInt(partition));
            long at = Long.parseLong(offset);
            return map.count() == 0 ? null : Long.toString(map.translated(at)).getBytes(StandardCharsets.UTF_8);
        } catch (NumberFormatException e) {
            return null; // Somebody else has written it.
        }
    }

    private static String text(LogRecord record, String header) {
        byte[] value = record.hasHeaders() ? record.header(header) : null;
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
