package io.penstock;

/** Producer options say which producer is opened. Immutable. */
public final class ProducerOptions extends Value {

    private final String id;

    private ProducerOptions(Builder builder) {
        id = builder.id;
        Destination.requireName(id, "producer");
    }

    /** Starts the options of the producer of that id. */
    public static Builder of(String id) {
        return new Builder(id);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(id);
        return builder;
    }

    /**
     * The id, by which instances follow each other: 1 to {@value Destination#MAX_NAME_LENGTH} letters, digits, dots,
     * underscores and hyphens.
     */
    public String id() {
        return id;
    }

    @Override
    Object[] fields() {
        return new Object[] {"id", id};
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String id;

        private Builder(String id) {
            this.id = id;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public ProducerOptions build() {
            return new ProducerOptions(this);
        }
    }
}
