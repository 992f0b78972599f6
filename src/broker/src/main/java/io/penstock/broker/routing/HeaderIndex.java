package io.penstock.broker.routing;

import io.penstock.HeaderMatch;
import io.penstock.Headers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds bindings by the headers that they ask for. A binding that wants all of them is found by one, and then checked
 * for the others; one that wants any is found by each. It is filled once, then read by any thread.
 */
final class HeaderIndex {

    private final List<Bound> ofEverything = new ArrayList<>();
    private final Map<String, Map<String, List<Bound>>> byHeader = new HashMap<>();

    static HeaderIndex of(List<Bound> bound) {
        var index = new HeaderIndex();
        bound.forEach(index::add);
        return index;
    }

    private void add(Bound bound) {
        var headers = bound.binding().headers();
        if (headers.isEmpty()) {
            ofEverything.add(bound);
        } else if (bound.binding().match() == HeaderMatch.ANY) {
            headers.forEach((name, value) -> add(name, value, bound));
        } else {
            var first = headers.entrySet().iterator().next();
            add(first.getKey(), first.getValue(), bound);
        }
    }

    private void add(String name, String value, Bound bound) {
        byHeader.computeIfAbsent(name, each -> new HashMap<>())
                .computeIfAbsent(value, each -> new ArrayList<>())
                .add(bound);
    }

    void find(RoutedMessage message, Consumer<Bound> found) {
        ofEverything.forEach(found);
        for (var header : message.headers()) {
            var byValue = byHeader.get(header.name());
            if (byValue != null) {
                for (var bound : byValue.getOrDefault(header.text(), List.of())) {
                    if (bound.binding().match() == HeaderMatch.ANY || hasAll(message.headers(), bound)) {
                        found.accept(bound);
                    }
                }
            }
        }
    }

    private static boolean hasAll(Headers headers, Bound bound) {
        return bound.binding().headers().entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(headers.get(wanted.getKey())));
    }
}
