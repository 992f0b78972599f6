package io.penstock.spi;

import io.penstock.Receipt;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;

/** A receipt as an engine makes it for a message that it has accepted. */
public final class EngineReceipt extends Receipt {

    private EngineReceipt(
            @Nullable LongFunction<String> ids,
            @Nullable String messageId,
            String destination,
            int partition,
            long offset,
            boolean discarded) {
        super(ids, messageId, destination, partition, offset, List.of(), discarded);
    }

    /** The receipt of a message that lies in a queue or a topic. */
    public static Receipt of(String messageId, String destination, int partition, long offset) {
        return new EngineReceipt(null, messageId, destination, partition, offset, false);
    }

    /**
     * The receipt of a message whose id is made when it is first asked for.
     *
     * @param ids makes the id for the offset, the same each time
     */
    public static Receipt of(LongFunction<String> ids, String destination, int partition, long offset) {
        return new EngineReceipt(Objects.requireNonNull(ids, "ids"), null, destination, partition, offset, false);
    }

    /** The receipt of a message that an exchange has thrown away, as it was declared to. */
    public static Receipt discarded(String messageId, String exchange) {
        return new EngineReceipt(null, messageId, exchange, NO_PARTITION, UNKNOWN_OFFSET, true);
    }
}
