package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The exchange of a destination says how it routes: such a destination stores nothing, but sends each message on to the
 * destinations that its bindings name. Immutable.
 */
public final class Exchange extends Value {

    private final ExchangeType type;
    private final @Nullable String alternate;
    private final UnroutablePolicy unroutable;

    private Exchange(Builder builder) {
        type = builder.type;
        alternate = builder.alternate;
        unroutable = builder.unroutable;
        Objects.requireNonNull(unroutable, "unroutable");
        if (type == null) {
            throw new PenstockException.InvalidConfiguration(
                    "An exchange has no type: choose DIRECT, FANOUT, PATTERN or HEADERS.");
        }
        if (alternate != null) {
            Destination.requireName(alternate, "alternate");
        }
        if (alternate != null && unroutable == UnroutablePolicy.DISCARD) {
            throw new PenstockException.InvalidConfiguration("An exchange cannot have both the alternate '" + alternate
                    + "' and unroutable = DISCARD: what matches nothing goes to the alternate. Choose one.");
        }
    }

    /** Starts an exchange without an alternate, which rejects what matches nothing. */
    public static Builder of(ExchangeType type) {
        return new Builder(type);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(type);
        builder.alternate = alternate;
        builder.unroutable = unroutable;
        return builder;
    }

    /** The way in which it chooses among its bindings. */
    public ExchangeType type() {
        return type;
    }

    /** The destination of what matches no binding; null for none. */
    public @Nullable String alternate() {
        return alternate;
    }

    /** The policy for a message for which no destination is found. */
    public UnroutablePolicy unroutable() {
        return unroutable;
    }

    @Override
    Object[] fields() {
        return new Object[] {"type", type, "alternate", alternate, "unroutable", unroutable};
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final ExchangeType type;
        private @Nullable String alternate;
        private UnroutablePolicy unroutable = UnroutablePolicy.REJECT;

        private Builder(ExchangeType type) {
            this.type = type;
        }

        /** Sets the destination of what matches no binding; null for none. */
        public Builder alternate(@Nullable String alternate) {
            this.alternate = alternate;
            return this;
        }

        /** Sets what becomes of a message that has no destination then. */
        public Builder unroutable(UnroutablePolicy unroutable) {
            this.unroutable = unroutable;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public Exchange build() {
            return new Exchange(this);
        }
    }
}
