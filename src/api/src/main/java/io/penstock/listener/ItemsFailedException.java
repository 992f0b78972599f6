package io.penstock.listener;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Thrown by a listener that takes batches, or a method that reads a channel of batches, to say which messages of the
 * batch it has failed with. {@link Retry} and {@link DeadLetter} decide on each of those by what it failed with; a
 * {@link RetryLaterException} or a {@link DeadLetterException} means what it means for a single message. All other
 * messages of the batch are accepted.
 *
 * <p>An index that the batch does not have fails the whole batch, as every other exception does.
 */
public final class ItemsFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<Integer, Throwable> failures;

    private ItemsFailedException(Map<Integer, Throwable> failures) {
        super(failures.size() + " messages of a batch have failed: " + failures);
        this.failures = Collections.unmodifiableMap(failures);
        failures.values().forEach(this::addSuppressed);
    }

    /** Starts an exception that names no message yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** What each failed message failed with, by its place in the list; the first is 0. */
    public Map<Integer, Throwable> failures() {
        return failures;
    }

    /** Collects the messages that have failed. Not thread-safe. */
    public static final class Builder {

        private final Map<Integer, Throwable> failures = new TreeMap<>();

        private Builder() {}

        /**
         * Adds a message.
         *
         * @throws IllegalArgumentException if the index is negative
         */
        public Builder failed(int index, Throwable cause) {
            if (index < 0) {
                throw new IllegalArgumentException("No message of a batch has the index " + index + ": use 0 or more.");
            }
            failures.put(index, Objects.requireNonNull(cause, "cause"));
            return this;
        }

        /** Whether no message has failed, so that there is nothing to throw. */
        public boolean isEmpty() {
            return failures.isEmpty();
        }

        /** @throws IllegalStateException if no message has failed */
        public ItemsFailedException build() {
            if (failures.isEmpty()) {
                throw new IllegalStateException("No message of the batch has failed: return instead of throwing.");
            }
            return new ItemsFailedException(new TreeMap<>(failures));
        }
    }
}
