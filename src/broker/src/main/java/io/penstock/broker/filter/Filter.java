package io.penstock.broker.filter;

import io.penstock.PenstockException;

import java.util.Optional;

/**
 * A condition on the header fields and properties of messages: a message selector of Jakarta Messaging (section 3.8).
 * Immutable, for use by any thread; parse once, then ask for each message.
 */
public final class Filter {

    /** Matches everything. */
    public static final Filter NONE = new Filter("", new Expression.Literal(Boolean.TRUE));

    private static final FilterCache CACHE = new FilterCache();

    private final String text;
    private final Expression condition;

    private Filter(String text, Expression condition) {
        this.text = text;
        this.condition = condition;
    }

    /**
     * The filter of that text; equal texts that are in use share one.
     *
     * @param text null or blank for {@link #NONE}
     * @throws PenstockException.InvalidFilter naming the position and what was expected there
     */
    public static Filter parse(String text) {
        return text == null || text.isBlank() ? NONE : CACHE.get(text);
    }

    /** Parses, whatever the cache has. */
    static Filter compile(String text) {
        return new Filter(text, Parser.parse(text));
    }

    /** Whether the condition is true; not if it is false or unknown. Throws only what {@code fields} throws. */
    public boolean matches(Fields fields) {
        return condition.value(fields) == Boolean.TRUE;
    }

    /**
     * A filter that only asks whether a field is a text.
     *
     * @param field the identifier
     */
    record Equality(String field, String text) {}

    /** The filter as an equality, if it is nothing else. */
    Optional<Equality> equality() {
        if (condition instanceof Comparison.Of compared && compared.comparison() == Comparison.EQUAL) {
            var equality = equality(compared.left(), compared.right());
            return equality.isPresent() ? equality : equality(compared.right(), compared.left());
        }
        return Optional.empty();
    }

    private static Optional<Equality> equality(Expression field, Expression literal) {
        return field instanceof Expression.Identifier identifier
                        && literal instanceof Expression.Literal constant
                        && constant.constant() instanceof String text
                ? Optional.of(new Equality(identifier.name(), text))
                : Optional.empty();
    }

    /** As it was written; empty for {@link #NONE}. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Filter[" + text + "]";
    }
}
