package io.penstock.broker.send;

import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.record.MessageCodec;
import io.penstock.journal.frame.Append;
import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.EncodedBatch;

import java.util.zip.CRC32C;

/** Messages of one partition that are serialised together, and the offset that they got. One thread fills it. */
final class OutgoingBatch {

    private final PartitionLog to;
    private long baseOffset;
    private BatchEncoder encoder;

    OutgoingBatch(PartitionLog to, int expectedBytes) {
        this.to = to;
        encoder = new BatchEncoder(expectedBytes);
    }

    PartitionLog to() {
        return to;
    }

    void add(Message message, long nowMillis) {
        MessageCodec.encode(message, nowMillis, encoder);
    }

    int count() {
        return encoder.count();
    }

    int length() {
        return encoder.length();
    }

    boolean hasRoomFor(long size) {
        return encoder.length() + size <= Append.USUAL_BATCH_BYTES;
    }

    EncodedBatch finish(CRC32C crc) {
        var finished = encoder.finish(crc);
        // The receipts keep this object, but not the bytes.
        encoder = null;
        return finished;
    }

    /** Is told that the batch is in the log from that offset on. */
    void written(long offset) {
        baseOffset = offset;
    }

    /** @param messageId if the sender of the message gave one, or null */
    Receipt receipt(String messageId, int place) {
        return to.receipt(messageId, baseOffset + place);
    }
}
