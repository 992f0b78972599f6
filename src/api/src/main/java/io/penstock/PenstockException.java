package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * A Penstock exception is thrown for a caller's mistake or for what befalls the broker from outside; all others extend
 * it. Messages carry names and numbers, and say what to do: in one line, whatever somebody has written into a name.
 */
public abstract class PenstockException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private @Nullable String told;

    protected PenstockException(String message) {
        super(line(message));
    }

    protected PenstockException(String message, Throwable cause) {
        super(line(message), cause);
    }

    private static @Nullable String line(@Nullable String message) {
        return message == null ? null : PlainText.of(message);
    }

    /**
     * Has a failure say what another process has said of it, for brokers that call one elsewhere: its text is not made
     * anew from what this process knows.
     *
     * @param failure of the class that the other process has thrown
     * @return the failure
     */
    public static <E extends PenstockException> E told(E failure, String text) {
        PenstockException changed = failure;
        changed.told = line(Objects.requireNonNull(text, "text"));
        return failure;
    }

    @Override
    public @Nullable String getMessage() {
        return told == null ? super.getMessage() : told;
    }

    /**
     * Finds the failure inside the wrappers of futures: a {@link java.util.concurrent.CompletionStage} wraps a failure
     * in a {@link CompletionException}, and a future in an {@link ExecutionException}.
     *
     * @param failure as a stage or a future tells it, or any other, which is returned as it is
     */
    public static Throwable causeOf(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A name, a policy or an option is invalid. */
    public static final class InvalidConfiguration extends PenstockException {
        private static final long serialVersionUID = 1L;

        public InvalidConfiguration(String message) {
            super(message);
        }
    }

    /** A filter that is no expression of the filter language. */
    public static final class InvalidFilter extends PenstockException {
        private static final long serialVersionUID = 1L;

        /** The message shows of a longer filter only what lies around the mistake. */
        private static final int SHOWN_CHARS = 500;

        private final String filter;
        private final int position;

        /**
         * @param position where it is wrong, counted from 0; the filter's length if something is missing at its end
         * @param expected what was expected there, and what to do
         */
        public InvalidFilter(String filter, int position, String expected) {
            super("The filter [" + shown(filter, position) + "] is wrong at position " + position
                    + (position == filter.length() ? " (its end)" : "") + ": " + expected + ".");
            this.filter = filter;
            this.position = position;
        }

        /** The whole text of the filter. */
        public String filter() {
            return filter;
        }

        /** The position of the mistake in the filter, counted from 0. */
        public int position() {
            return position;
        }

        private static String shown(String filter, int position) {
            if (filter.length() <= SHOWN_CHARS) {
                return filter;
            }
            int from = Math.max(0, Math.min(position - SHOWN_CHARS / 2, filter.length() - SHOWN_CHARS));
            int to = from + SHOWN_CHARS;
            return (from > 0 ? "..." : "") + filter.substring(from, to) + (to < filter.length() ? "..." : "");
        }
    }

    /** A message that breaks a rule or a limit. Nothing was written. */
    public static final class InvalidMessage extends PenstockException {
        private static final long serialVersionUID = 1L;

        public InvalidMessage(String message) {
            super(message);
        }
    }

    /** A message that is larger than the broker takes. Nothing was written. */
    public static final class MessageTooLarge extends PenstockException {
        private static final long serialVersionUID = 1L;

        public MessageTooLarge(String destination, long bytes, long limitBytes) {
            super("The message to '" + destination + "' has " + bytes + " bytes; the limit is " + limitBytes
                    + ". Send a reference to the data instead, or raise the limit.");
        }
    }

    /** No destination of that name exists. */
    public static final class UnknownDestination extends PenstockException {
        private static final long serialVersionUID = 1L;

        public UnknownDestination(String destination) {
            super("There is no destination '" + destination + "'. Declare it first.");
        }
    }

    /** The exchange has no destination for the message, and rejects it then. Nothing was written. */
    public static final class Unroutable extends PenstockException {
        private static final long serialVersionUID = 1L;

        public Unroutable(String exchange, String routingKey) {
            super("The message to exchange '" + exchange + "' with "
                    + (routingKey == null ? "no routing key" : "the routing key '" + routingKey + "'")
                    + " matches no binding. Bind a destination, or give the exchange an alternate.");
        }
    }

    /** The destination has no subscription of that name. */
    public static final class UnknownSubscription extends PenstockException {
        private static final long serialVersionUID = 1L;

        public UnknownSubscription(String destination, String subscription) {
            super("There is no subscription '" + subscription + "' of '" + destination + "'. Declare it first.");
        }
    }

    /** There is no alert rule of that name. */
    public static final class UnknownAlert extends PenstockException {
        private static final long serialVersionUID = 1L;

        public UnknownAlert(String alert) {
            super("There is no alert '" + alert + "'. Declare it first.");
        }
    }

    /** No schedule of that name exists. */
    public static final class UnknownSchedule extends PenstockException {
        private static final long serialVersionUID = 1L;

        public UnknownSchedule(String schedule) {
            super("There is no schedule '" + schedule + "'. Declare it first.");
        }
    }

    /** The engine behind the broker cannot do what is asked for. Nothing has happened. */
    public static final class Unsupported extends PenstockException {
        private static final long serialVersionUID = 1L;

        private final Capability capability;

        /** @param purpose what it is needed for, as the beginning of a sentence such as "A JMS temporary queue" */
        public Unsupported(Capability capability, String purpose) {
            super(purpose + " needs a broker with the capability " + capability
                    + ", which this one does not have. Ask Broker.capabilities() what it can do.");
            this.capability = capability;
        }

        /** The capability that the engine would need. */
        public Capability capability() {
            return capability;
        }
    }

    /** The request contradicts what exists. */
    public static final class Conflict extends PenstockException {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message);
        }
    }

    /** The lease of a delivery had ended before its disposition came: the message may be delivered again. */
    public static final class LeaseLost extends PenstockException {
        private static final long serialVersionUID = 1L;

        public LeaseLost(String destination, String subscription, int partition, long offset) {
            super("The lease on offset " + offset + " of partition " + partition + " of '" + destination
                    + "' for subscription '" + subscription
                    + "' has ended: the message may be delivered again. Process faster, or take a longer lease.");
        }
    }

    /** The broker takes no more at the moment; try again later. Nothing was written. */
    public static final class Overloaded extends PenstockException {
        private static final long serialVersionUID = 1L;

        public Overloaded(String message) {
            super(message);
        }
    }

    /** A destination has no room for more: its {@link Limits} are reached. Nothing was written. */
    public static final class LimitReached extends PenstockException {
        private static final long serialVersionUID = 1L;

        private final String destination;

        /**
         * @param waiting messages and bytes that wait, or are on their way, with those that were to be sent
         * @param advice what to do, as a sentence
         */
        public LimitReached(String destination, Limits limits, long waitingMessages, long waitingBytes, String advice) {
            super("'" + destination + "' is full: nothing was written. With what was to be sent, " + waitingMessages
                    + " messages would wait in it"
                    + (limits.maxMessages() == 0 ? "" : "; the limit is " + limits.maxMessages())
                    + (limits.maxBytes() == 0
                            ? ""
                            : "; they have " + waitingBytes + " bytes, and the limit is " + limits.maxBytes())
                    + ". " + advice);
            this.destination = destination;
        }

        public String destination() {
            return destination;
        }
    }

    /**
     * Little storage is left: nothing new is taken, what is there can be consumed. Nothing was written. It is
     * over by itself once there is space.
     */
    public static final class StorageFull extends PenstockException {
        private static final long serialVersionUID = 1L;

        public StorageFull(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** One partition cannot be read and takes no more messages; others are served. Nothing was written. */
    public static final class PartitionOffline extends PenstockException {
        private static final long serialVersionUID = 1L;

        private final String destination;
        private final int partition;

        /** @param reason what is wrong, and what to do, as sentences */
        public PartitionOffline(String destination, int partition, String reason) {
            super("Partition " + partition + " of '" + destination + "' is offline: " + reason
                    + " Other partitions are served meanwhile.");
            this.destination = destination;
            this.partition = partition;
        }

        public String destination() {
            return destination;
        }

        public int partition() {
            return partition;
        }
    }

    /** The caller has not the permission for that. Nothing was done. */
    public static final class Forbidden extends PenstockException {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message) {
            super(message);
        }
    }

    /** A newer instance of this producer was opened, or it was idle for too long: this one is refused for good. */
    public static final class Fenced extends PenstockException {
        private static final long serialVersionUID = 1L;

        public Fenced(String message) {
            super(message);
        }
    }

    /**
     * The sequence of a producer's message is not the next one, nor one whose receipt is still known. Nothing
     * written.
     */
    public static final class OutOfSequence extends PenstockException {
        private static final long serialVersionUID = 1L;

        public OutOfSequence(String message) {
            super(message);
        }
    }

    /** The transaction took longer than it may: it was rolled back, nothing of it happened. */
    public static final class TransactionTimedOut extends PenstockException {
        private static final long serialVersionUID = 1L;

        public TransactionTimedOut(String message) {
            super(message);
        }
    }

    /** There is no prepared transaction with that global id, and its outcome is not known. */
    public static final class UnknownTransaction extends PenstockException {
        private static final long serialVersionUID = 1L;

        public UnknownTransaction(String message) {
            super(message);
        }
    }

    /** The broker is closed or has failed. */
    public static final class Unavailable extends PenstockException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The storage of the broker cannot be used: read-only, in use by another one, of a newer format, damaged. */
    public static final class StorageUnusable extends PenstockException {
        private static final long serialVersionUID = 1L;

        public StorageUnusable(String message) {
            super(message);
        }

        public StorageUnusable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
