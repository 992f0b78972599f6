package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * A receipt tells where an accepted message lies. One that an exchange has sent to several destinations has a receipt
 * for each: this is the first, and knows the others.
 */
public class Receipt {

    /** The offset in the receipt of a message that was queued and not waited for. */
    public static final long UNKNOWN_OFFSET = -1;

    /** The partition in the receipt of a message that no destination got, because its exchange discards it. */
    public static final int NO_PARTITION = -1;

    private final @Nullable LongFunction<String> ids;
    private final String destination;
    private final int partition;
    private final long offset;
    private final List<Receipt> others;
    private final boolean discarded;
    private final boolean duplicate;
    private @Nullable String messageId;

    /**
     * Makes a receipt; engines do so through {@code io.penstock.spi.EngineReceipt}.
     *
     * @param ids makes the id for the offset, the same each time, when it is first asked for; null if the id is given
     * @param messageId the id; null if there is a function for it
     * @param others those of the message's other destinations
     */
    protected Receipt(
            @Nullable LongFunction<String> ids,
            @Nullable String messageId,
            String destination,
            int partition,
            long offset,
            List<Receipt> others,
            boolean discarded) {
        this(ids, messageId, destination, partition, offset, others, discarded, false);
    }

    private Receipt(
            @Nullable LongFunction<String> ids,
            @Nullable String messageId,
            String destination,
            int partition,
            long offset,
            List<Receipt> others,
            boolean discarded,
            boolean duplicate) {
        this.ids = ids;
        this.messageId = messageId;
        this.destination = destination;
        this.partition = partition;
        this.offset = offset;
        this.others = others;
        this.discarded = discarded;
        this.duplicate = duplicate;
    }

    /** The same with the receipts of the message's other destinations. */
    public final Receipt with(List<Receipt> more) {
        return new Receipt(ids, messageId, destination, partition, offset, List.copyOf(more), discarded, duplicate);
    }

    /** The same for one who sent the message again: it is not written a second time. */
    public final Receipt asDuplicate() {
        return new Receipt(ids, messageId, destination, partition, offset, others, discarded, true);
    }

    /** The id that consumers will see. */
    public final String messageId() {
        var known = messageId;
        if (known == null && ids != null) {
            // Two threads may both make it, and make the same.
            known = ids.apply(offset);
            messageId = known;
        }
        return known;
    }

    /**
     * The queue or topic that it lies in, which is not the one that it was sent to if that is an exchange; the exchange
     * itself if it discarded the message.
     */
    public final String destination() {
        return destination;
    }

    /**
     * The number of the partition that the message is in; with priorities, {@link Destination#partitionNumbers()}
     * explains it.
     */
    public final int partition() {
        return partition;
    }

    /**
     * The position in the partition; the first is 0. {@value #UNKNOWN_OFFSET} if the message is on its way there
     * ({@link Durability#MEMORY}).
     */
    public final long offset() {
        return offset;
    }

    /** The receipts of the other destinations of its exchange; empty for what was sent to a queue or a topic. */
    public final List<Receipt> others() {
        return others;
    }

    /** Whether an exchange has thrown it away ({@link UnroutablePolicy#DISCARD}): it lies nowhere. */
    public final boolean isDiscarded() {
        return discarded;
    }

    /**
     * Whether the message was not written, since one of its id or number had been: this says where that one lies, or
     * lay. It may have been consumed, purged or removed since. Of a message that an exchange has sent on, each of the
     * {@link #others()} says this for itself.
     */
    public final boolean isDuplicate() {
        return duplicate;
    }

    /** Whether both say the same place: a {@link #isDuplicate() duplicate} equals the receipt of the first. */
    @Override
    public final boolean equals(Object other) {
        return other instanceof Receipt that
                && offset == that.offset
                && partition == that.partition
                && discarded == that.discarded
                && Objects.equals(destination, that.destination)
                && others.equals(that.others)
                && Objects.equals(messageId(), that.messageId());
    }

    @Override
    public final int hashCode() {
        return Objects.hash(destination, partition, offset);
    }

    @Override
    public final String toString() {
        return "Receipt[messageId=" + messageId() + ", destination=" + destination + ", partition=" + partition
                + ", offset=" + offset + (discarded ? ", discarded" : "")
                + (duplicate ? ", duplicate" : "")
                + (others.isEmpty() ? "" : ", others=" + others) + "]";
    }
}
