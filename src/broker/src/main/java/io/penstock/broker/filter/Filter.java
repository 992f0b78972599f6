package io.penstock.broker.filter;

import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.util.Optional;

/**
 * A condition on the header fields and properties of messages: a message selector of Jakarta Messaging (section 3.8).
 * Immutable, for use by any thread; parse once, then ask for each message.
 */
public final class Filter {

    /** The filter that matches everything. */
    public static final Filter NONE = new Filter("", new Expression.Literal(Boolean.TRUE));

    private static final Logger LOG = Logger.getLogger(Filter.class);

    private static final int MAX_TOLD_CHARS = 200;

    private static final FilterCache CACHE = new FilterCache();

    private final String text;
    private final Expression condition;
    private volatile boolean told;

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

    /** Matches as {@link #matches(Fields, Work)} does, for callers with all the time that it may take. */
    public boolean matches(Fields fields) {
        return matches(fields, new Work());
    }

    /**
     * Whether the condition is true; not if it is false or unknown, and not if to find out costs more than {@link
     * Metered#MAX_STEPS}. Throws only what {@code fields} throws.
     *
     * @param work is told what it has cost
     */
    public boolean matches(Fields fields, Work work) {
        var metered = new Metered(fields);
        try {
            return condition.value(metered) == Boolean.TRUE;
        } catch (Metered.Spent e) {
            work.gaveUp();
            if (!told) {
                told = true;
                LOG.warnf(
                        "A filter takes more than %d steps for a message, which then counts as one that does not match:"
                                + " use fewer patterns or shorter values. It is told once of this filter: %s",
                        Metered.MAX_STEPS, text.length() <= MAX_TOLD_CHARS ? text : text.substring(0, MAX_TOLD_CHARS));
            }
            return false;
        } finally {
            work.add(metered.spent());
        }
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

    /** The text of the filter as it was written; empty for {@link #NONE}. */
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
