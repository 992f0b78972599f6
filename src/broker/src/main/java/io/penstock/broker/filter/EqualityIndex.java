package io.penstock.broker.filter;

import io.penstock.broker.filter.Filter.Equality;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds, among any number of filters of the form {@code field = 'text'}, those that match a message, by looking at its
 * fields once and without trying each filter. Not thread-safe.
 *
 * @param <T> what stands for a filter
 */
public final class EqualityIndex<T> {

    /** The largest number of different fields, each of which is looked up in each message. */
    static final int MAX_FIELDS = 8;

    private final Map<String, Map<String, T>> byField = new HashMap<>();

    /** Whether it takes that filter: not one of another form, nor of too many different fields. */
    public boolean canHave(Filter filter) {
        var field = filter.equality().map(Equality::field).orElse(null);
        return field != null && (byField.containsKey(field) || byField.size() < MAX_FIELDS);
    }

    /** Adds a filter. The result is false if the index does not take it. */
    public boolean add(Filter filter, T value) {
        if (!canHave(filter)) {
            return false;
        }
        var equality = filter.equality().orElseThrow();
        byField.computeIfAbsent(equality.field(), none -> new HashMap<>()).put(equality.text(), value);
        return true;
    }

    /** Does nothing if that filter does not stand for this value. */
    public void remove(Filter filter, T value) {
        filter.equality().ifPresent(equality -> remove(equality, value));
    }

    private void remove(Equality equality, T value) {
        var values = byField.get(equality.field());
        if (values != null && values.remove(equality.text(), value) && values.isEmpty()) {
            byField.remove(equality.field());
        }
    }

    public void find(Fields fields, Consumer<T> found) {
        byField.forEach((field, values) -> {
            var text = text(fields.value(field));
            var value = text == null ? null : values.get(text);
            if (value != null) {
                found.accept(value);
            }
        });
    }

    /**
     * The text of a value, as {@link Comparison} has it: only a String equals a String, and a text of no type counts as
     * one.
     */
    private static String text(Object value) {
        return value instanceof UntypedText untyped ? untyped.text() : value instanceof String text ? text : null;
    }
}
