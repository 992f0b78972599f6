package io.penstock.connector;

import java.util.List;
import java.util.function.Supplier;

/**
 * Says where the messages of a batch come from and how often each was tried. Take it as a parameter of an
 * {@code @Incoming} method beside the list of payloads, or from
 * {@code Message.getMetadata(IncomingPenstockBatchMetadata.class)}. Immutable.
 */
public final class IncomingPenstockBatchMetadata {

    private final String channel;
    private final Supplier<List<IncomingPenstockMetadata>> source;
    private final IncomingPenstockBatchMessage batch;

    /** What the source has given; null until somebody asks, which most methods never do. */
    private volatile List<IncomingPenstockMetadata> records;

    /** @param batch the message that this belongs to; null if a test has made it */
    IncomingPenstockBatchMetadata(
            String channel, Supplier<List<IncomingPenstockMetadata>> source, IncomingPenstockBatchMessage batch) {
        this.channel = channel;
        this.source = source;
        this.batch = batch;
    }

    /** Makes metadata for tests of consumers. */
    public static IncomingPenstockBatchMetadata of(List<IncomingPenstockMetadata> records) {
        var copy = List.copyOf(records);
        return new IncomingPenstockBatchMetadata("", () -> copy, null);
    }

    /** The metadata of each message, in the order of the list of payloads. */
    public List<IncomingPenstockMetadata> records() {
        var made = records;
        if (made == null) {
            made = source.get();
            records = made;
        }
        return made;
    }

    String channel() {
        return channel;
    }

    IncomingPenstockBatchMessage batch() {
        return batch;
    }

    @Override
    public String toString() {
        return "IncomingPenstockBatchMetadata" + records();
    }
}
