package io.penstock.broker.routing;

import io.penstock.Binding;
import io.penstock.broker.filter.Filter;

/** A binding with its filter parsed. */
record Bound(Binding binding, Filter filter) {

    static Bound of(Binding binding) {
        return new Bound(binding, Filter.parse(binding.filter()));
    }

    boolean admits(RoutedMessage message) {
        return filter.equals(Filter.NONE) || filter.matches(message.fields());
    }
}
