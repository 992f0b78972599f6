package io.penstock.broker.filter;

/** Counts what one evaluation of a filter costs, and ends it when it has cost too much. */
final class Metered implements Fields {

    /**
     * The steps that a filter may take for one message: about ten milliseconds. It is enough for 31 patterns and a
     * value of 19,000 characters.
     */
    static final long MAX_STEPS = 16_000_000;

    /** The steps to find one header among many. */
    private static final int STEPS_TO_FIND = 256;

    private static final Spent SPENT = new Spent();

    private final Fields fields;
    private long left = MAX_STEPS;

    Metered(Fields fields) {
        this.fields = fields;
    }

    /** Signals that the evaluation has cost too much. */
    static final class Spent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Spent() {
            super("too many steps", null, false, false);
        }
    }

    @Override
    public Object value(String identifier) {
        spend(STEPS_TO_FIND);
        var value = fields.value(identifier);
        if (value instanceof String text) {
            spend(text.length());
        } else if (value instanceof UntypedText untyped) {
            spend(untyped.text().length());
        }
        return value;
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw SPENT;
        }
    }

    long spent() {
        return MAX_STEPS - left;
    }
}
