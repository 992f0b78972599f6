package io.penstock.broker.routing;

import io.penstock.Binding;
import io.penstock.ExchangeType;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Arranges the bindings of an exchange so that those that match a message are found without looking at all others.
 * Immutable.
 */
public final class BindingIndex {

    private final Finder finder;

    private BindingIndex(Finder finder) {
        this.finder = finder;
    }

    /** Finds the bindings that match a message, apart from their filters. */
    @FunctionalInterface
    private interface Finder {
        void find(RoutedMessage message, Consumer<Bound> found);
    }

    public static BindingIndex of(ExchangeType type, Collection<Binding> bindings) {
        var bound = bindings.stream().map(Bound::of).toList();
        return new BindingIndex(
                switch (type) {
                    case FANOUT -> (message, found) -> bound.forEach(found);
                    case DIRECT -> direct(bound);
                    case PATTERN -> pattern(bound);
                    case HEADERS -> HeaderIndex.of(bound)::find;
                });
    }

    private static Finder direct(List<Bound> bound) {
        Map<String, List<Bound>> byKey = new HashMap<>();
        for (var each : bound) {
            byKey.computeIfAbsent(each.binding().pattern(), key -> new ArrayList<>())
                    .add(each);
        }
        return (message, found) -> byKey.getOrDefault(text(message), List.of()).forEach(found);
    }

    private static Finder pattern(List<Bound> bound) {
        var trie = new PatternTrie<Bound>();
        bound.forEach(each -> trie.add(each.binding().pattern(), each));
        return (message, found) -> trie.match(text(message), found);
    }

    private static String text(RoutedMessage message) {
        var key = message.routingKey();
        return key == null ? "" : key;
    }

    /** The names of the destinations that the message goes to, each once. */
    public Set<String> destinations(RoutedMessage message) {
        var names = new LinkedHashSet<String>();
        finder.find(message, bound -> {
            var name = bound.binding().destination();
            if (!names.contains(name) && bound.admits(message)) {
                names.add(name);
            }
        });
        return names;
    }
}
