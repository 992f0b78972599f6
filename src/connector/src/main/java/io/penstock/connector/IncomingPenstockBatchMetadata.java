package io.penstock.connector;

import java.util.List;

/**
 * Says where the messages of a batch come from and how often each was tried. Take it as a parameter of an
 * {@code @Incoming} method beside the list of payloads, or from
 * {@code Message.getMetadata(IncomingPenstockBatchMetadata.class)}. Immutable.
 */
public final class IncomingPenstockBatchMetadata {

    private final String channel;
    private final List<IncomingPenstockMetadata> records;
    private final IncomingPenstockBatchMessage batch;

    /** @param batch the message that this belongs to; null if a test has made it */
    IncomingPenstockBatchMetadata(
            String channel, List<IncomingPenstockMetadata> records, IncomingPenstockBatchMessage batch) {
        this.channel = channel;
        this.records = List.copyOf(records);
        this.batch = batch;
    }

    /** Makes metadata for tests of consumers. */
    public static IncomingPenstockBatchMetadata of(List<IncomingPenstockMetadata> records) {
        return new IncomingPenstockBatchMetadata("", records, null);
    }

    /** The metadata of each message, in the order of the list of payloads. */
    public List<IncomingPenstockMetadata> records() {
        return records;
    }

    String channel() {
        return channel;
    }

    IncomingPenstockBatchMessage batch() {
        return batch;
    }

    @Override
    public String toString() {
        return "IncomingPenstockBatchMetadata" + records;
    }
}
