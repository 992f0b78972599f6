package io.penstock.broker.record;

import io.penstock.Receipt;
import io.penstock.spi.EngineReceipt;

import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** Names a partition, and so the messages that lie in it. It is immutable and safe for any thread. */
public final class Address {

    private final String destination;
    private final long generation;
    private final int index;
    private final int id;
    private final LongSupplier storeId;
    private final LongFunction<String> messageIds = this::messageId;
    private byte[] idPrefix;

    /**
     * @param destination the name of the destination
     * @param generation of a temporary destination, from 1 on; 0 otherwise
     * @param index of the partition in its destination, from 0
     * @param id of the partition in the log: unique in the store; used again by temporary destinations, and by
     *     others if nothing was written to it
     * @param storeId known as soon as the log is open
     */
    public Address(String destination, long generation, int index, int id, LongSupplier storeId) {
        this.destination = destination;
        this.generation = generation;
        this.index = index;
        this.id = id;
        this.storeId = storeId;
    }

    public String destination() {
        return destination;
    }

    public long generation() {
        return generation;
    }

    public int index() {
        return index;
    }

    public int id() {
        return id;
    }

    /** The id of a message whose sender gave none: made of where it lies, so that it need not be stored. */
    public String messageId(long offset) {
        int digits = 1;
        for (long rest = offset / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] prefix = idPrefix();
        var text = new byte[prefix.length + digits];
        System.arraycopy(prefix, 0, text, 0, prefix.length);
        long rest = offset;
        for (int at = text.length - 1; at >= prefix.length; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Makes {@link #messageId}, when it is asked for. */
    public LongFunction<String> messageIds() {
        return messageIds;
    }

    /**
     * The receipt of a message that lies here.
     *
     * @param messageId if its sender gave one, or null
     */
    public Receipt receipt(String messageId, long offset) {
        return messageId == null
                ? EngineReceipt.of(messageIds, destination, index, offset)
                : EngineReceipt.of(messageId, destination, index, offset);
    }

    /** The prefix of ids, made at first use. Two threads may both make it, and make the same. */
    private byte[] idPrefix() {
        byte[] prefix = idPrefix;
        if (prefix == null) {
            prefix = (Long.toHexString(storeId.getAsLong()) + "-" + id + "-").getBytes(StandardCharsets.ISO_8859_1);
            idPrefix = prefix;
        }
        return prefix;
    }
}
