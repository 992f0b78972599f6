package io.penstock.broker.routing;

import io.penstock.Binding;
import io.penstock.PenstockException;
import io.penstock.broker.filter.Filter;

/** A binding with its filter parsed. */
record Bound(Binding binding, Filter filter) {

    /**
     * What all filters together may cost for one message, on its way through all exchanges: some forty milliseconds of
     * its sender. Nobody could say where it belongs if the rest were left out, so it is refused.
     */
    static final long MAX_STEPS = 64_000_000;

    static Bound of(Binding binding) {
        return new Bound(binding, Filter.parse(binding.filter()));
    }

    /** @throws PenstockException.InvalidMessage if the filters have cost too much for this message, all together */
    boolean admits(RoutedMessage message) {
        if (filter.equals(Filter.NONE)) {
            return true;
        }
        var work = message.work();
        boolean matches = filter.matches(message.fields(), work);
        if (work.steps() > MAX_STEPS) {
            throw new PenstockException.InvalidMessage("The message costs the filters of bindings of '"
                    + binding.exchange() + "' more than " + MAX_STEPS
                    + " steps, all together: use fewer or simpler filters, or shorter headers.");
        }
        return matches;
    }
}
