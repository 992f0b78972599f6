package io.penstock.connector;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Says which items of a batch have failed. A method that takes a {@code List<T>} throws it, or nacks its message with it:
 * the items that it names go the way of the channel's {@code failure-strategy}, the others are accepted. An index that
 * the batch does not have fails the whole batch, as every other exception does.
 */
public final class BatchItemsFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<Integer, Throwable> failures;

    private BatchItemsFailedException(Map<Integer, Throwable> failures) {
        super(failures.size() + " items of a batch have failed: " + failures);
        this.failures = Collections.unmodifiableMap(failures);
        failures.values().forEach(this::addSuppressed);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What each failed item failed with, by its index in the list; the first has the index 0. */
    public Map<Integer, Throwable> failures() {
        return failures;
    }

    /** Collects the items that have failed. Not thread-safe. */
    public static final class Builder {

        private final Map<Integer, Throwable> failures = new TreeMap<>();

        private Builder() {}

        /**
         * Adds an item.
         *
         * @throws IllegalArgumentException if the index is negative
         */
        public Builder failed(int index, Throwable cause) {
            if (index < 0) {
                throw new IllegalArgumentException("No item of a batch has the index " + index + ": use 0 or more.");
            }
            failures.put(index, Objects.requireNonNull(cause, "cause"));
            return this;
        }

        /** Whether no item has failed, so that there is nothing to throw. */
        public boolean isEmpty() {
            return failures.isEmpty();
        }

        /** @throws IllegalStateException if no item has failed */
        public BatchItemsFailedException build() {
            if (failures.isEmpty()) {
                throw new IllegalStateException("No item of the batch has failed: return instead of throwing.");
            }
            return new BatchItemsFailedException(new TreeMap<>(failures));
        }
    }
}
