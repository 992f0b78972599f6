package io.penstock;

import java.util.Objects;
import java.util.function.LongFunction;

/** Where an accepted message lies. */
public final class Receipt {

    /** Of a message that was queued and not waited for. */
    public static final long UNKNOWN_OFFSET = -1;

    private final LongFunction<String> ids;
    private final String destination;
    private final int partition;
    private final long offset;
    private String messageId;

    public Receipt(String messageId, String destination, int partition, long offset) {
        this(null, messageId, destination, partition, offset);
    }

    /** @param ids makes the id for the offset, the same each time; called when it is first asked for */
    public Receipt(LongFunction<String> ids, String destination, int partition, long offset) {
        this(Objects.requireNonNull(ids, "ids"), null, destination, partition, offset);
    }

    private Receipt(LongFunction<String> ids, String messageId, String destination, int partition, long offset) {
        this.ids = ids;
        this.messageId = messageId;
        this.destination = destination;
        this.partition = partition;
        this.offset = offset;
    }

    /** The id that consumers will see. */
    public String messageId() {
        var known = messageId;
        if (known == null && ids != null) {
            // Two threads may both make it, and make the same.
            known = ids.apply(offset);
            messageId = known;
        }
        return known;
    }

    public String destination() {
        return destination;
    }

    /** Which partition it lies in; where there are lanes, {@link Destination#partitionNumbers()} says how to read it. */
    public int partition() {
        return partition;
    }

    /**
     * The position in the partition; the first is 0. {@value #UNKNOWN_OFFSET} if the message is on its way there
     * ({@link Durability#MEMORY}).
     */
    public long offset() {
        return offset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Receipt that
                && offset == that.offset
                && partition == that.partition
                && Objects.equals(destination, that.destination)
                && Objects.equals(messageId(), that.messageId());
    }

    @Override
    public int hashCode() {
        return Objects.hash(destination, partition, offset);
    }

    @Override
    public String toString() {
        return "Receipt[messageId=" + messageId() + ", destination=" + destination + ", partition=" + partition
                + ", offset=" + offset + "]";
    }
}
