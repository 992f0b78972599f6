package io.penstock;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A dead-letter policy says what becomes of a message that cannot be processed. Immutable. */
public final class DeadLetterPolicy extends Value {

    /** The largest number of routes: more than a person can keep apart, and every failure is compared with them. */
    public static final int MAX_ROUTES = 100;

    /** The longest class name of an exception; the Java compiler allows more, and nobody reads it. */
    public static final int MAX_CLASS_NAME_LENGTH = 512;

    private static final String SUFFIX = ".dlq";

    /** So that no two names of a broker are ever shortened to the same. */
    private static final int DIGEST_BYTES = 16;

    /** The policy that sends dead letters to the queue with the default name. */
    public static final DeadLetterPolicy DEFAULT = builder().build();

    /** The policy that throws them away. */
    public static final DeadLetterPolicy DISCARD = builder().discard(true).build();

    private final boolean discard;
    private final @Nullable String destination;
    private final Map<String, String> routes;
    private final @Nullable DeadLetterAlert alert;

    private DeadLetterPolicy(Builder builder) {
        discard = builder.discard;
        destination = builder.destination;
        alert = builder.alert;
        if (destination != null) {
            Destination.requireName(destination, "dead-letter queue");
            if (discard) {
                throw new PenstockException.InvalidConfiguration(
                        "A dead-letter policy that discards has no use for the queue '" + destination + "'.");
            }
        }
        Objects.requireNonNull(builder.routes, "routes");
        if (builder.routes.size() > MAX_ROUTES) {
            throw new PenstockException.InvalidConfiguration("A dead-letter policy has " + builder.routes.size()
                    + " routes: at most " + MAX_ROUTES + " are possible. Name a common superclass.");
        }
        builder.routes.forEach(DeadLetterPolicy::requireRoute);
        // Sorted: two that say the same are equal, and are written down in the same way.
        routes = Collections.unmodifiableMap(new TreeMap<>(builder.routes));
    }

    /** Starts with the queue that has the default name. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with the queue of that name. */
    public static Builder to(String queue) {
        return builder().destination(Objects.requireNonNull(queue, "queue"));
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder();
        builder.discard = discard;
        builder.destination = destination;
        builder.routes = routes;
        builder.alert = alert;
        return builder;
    }

    /** Whether it is thrown away, which loses it and is counted as such, unless a route names a queue for it. */
    public boolean discard() {
        return discard;
    }

    /**
     * The queue that takes dead letters; null for the default, {@code <queue>.dlq} or {@code
     * <topic>.<subscription>.dlq}, shortened if that is too long ({@link #queueFor(String, String)}).
     */
    public @Nullable String destination() {
        return destination;
    }

    /**
     * The queues for certain failures: from the class name of an exception, whose subclasses count too, to the queue.
     */
    public Map<String, String> routes() {
        return routes;
    }

    /** The alert for when there are many of them; null for none. */
    public @Nullable DeadLetterAlert alert() {
        return alert;
    }

    private static void requireRoute(String exception, String queue) {
        Destination.requireName(queue, "dead-letter queue");
        if (exception == null || exception.isBlank() || exception.length() > MAX_CLASS_NAME_LENGTH) {
            throw new PenstockException.InvalidConfiguration("The route of dead letters to '" + queue
                    + "' names the exception " + (exception == null ? "null" : PlainText.quoted(exception))
                    + ": use the name of its class.");
        }
    }

    /**
     * The queue that takes the dead letters of a subscription under this policy, if no route names another. Where the
     * default name would be longer than a name may be, its end is replaced by a digest of all of it.
     */
    public String queueFor(String source, String subscription) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(subscription, "subscription");
        if (destination != null) {
            return destination;
        }
        String of = source.equals(subscription) ? source : source + "." + subscription;
        if (of.length() + SUFFIX.length() <= Destination.MAX_NAME_LENGTH) {
            return of + SUFFIX;
        }
        String end = "-" + digest(of) + SUFFIX;
        return of.substring(0, Destination.MAX_NAME_LENGTH - end.length()) + end;
    }

    private static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /**
     * The queue that takes a letter that died of that failure: that of the route whose class is nearest to the
     * failure's own.
     *
     * @param failure what it died of; null if it did not die of a failure
     * @return the queue; empty if the letter is thrown away
     */
    public Optional<String> queueFor(String source, String subscription, @Nullable Throwable failure) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(subscription, "subscription");
        for (var type : failure == null ? List.<String>of() : ToldFailure.classNames(failure)) {
            String queue = routes.get(type);
            if (queue != null) {
                return Optional.of(queue);
            }
        }
        return discard ? Optional.empty() : Optional.of(queueFor(source, subscription));
    }

    /** The names of all queues that may get dead letters of a subscription under this policy. */
    public Set<String> queues(String source, String subscription) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(subscription, "subscription");
        var queues = new LinkedHashSet<>(routes.values());
        if (!discard) {
            queues.add(queueFor(source, subscription));
        }
        return queues;
    }

    @Override
    Object[] fields() {
        return new Object[] {"discard", discard, "destination", destination, "routes", routes, "alert", alert};
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private boolean discard;
        private @Nullable String destination;
        private Map<String, String> routes = Map.of();
        private @Nullable DeadLetterAlert alert;

        private Builder() {}

        /**
         * Sets whether it is thrown away, which loses it and is counted as such, unless a route names a queue for it.
         */
        public Builder discard(boolean discard) {
            this.discard = discard;
            return this;
        }

        /**
         * Sets the queue that takes dead letters; null for the default, {@code <queue>.dlq} or {@code
         * <topic>.<subscription>.dlq}.
         */
        public Builder destination(@Nullable String destination) {
            this.destination = destination;
            return this;
        }

        /**
         * Sets the queues for certain failures: from the class name of an exception, whose subclasses count too, to the
         * queue.
         */
        public Builder routes(Map<String, String> routes) {
            this.routes = routes;
            return this;
        }

        /** Sets the alert for when there are many of them; null for none. */
        public Builder alert(@Nullable DeadLetterAlert alert) {
            this.alert = alert;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public DeadLetterPolicy build() {
            return new DeadLetterPolicy(this);
        }
    }
}
