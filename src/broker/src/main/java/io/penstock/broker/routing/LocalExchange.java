package io.penstock.broker.routing;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.RouteStep;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** An exchange of this broker and its bindings. Changed by applying entries; read by any thread. */
public final class LocalExchange {

    private final Set<Binding> bindings = new LinkedHashSet<>();

    /** The number of bindings that lead to a destination. */
    private final Map<String, Integer> targets = new HashMap<>();

    private final LongAdder routed = new LongAdder();
    private final LongAdder unroutable = new LongAdder();
    private volatile Destination declared;

    /** Built by the first message after a change, so that a thousand changes in a row cost no more than one. */
    private volatile BindingIndex index;

    LocalExchange(Destination declared) {
        this.declared = declared;
    }

    public Destination declared() {
        return declared;
    }

    public String name() {
        return declared.name();
    }

    void redeclared(Destination other) {
        declared = other;
    }

    synchronized boolean bind(Binding binding) {
        boolean added = bindings.add(binding);
        if (added) {
            targets.merge(binding.destination(), 1, Integer::sum);
            index = null;
        }
        return added;
    }

    synchronized boolean unbind(Binding binding) {
        boolean removed = bindings.remove(binding);
        if (removed) {
            targets.merge(binding.destination(), -1, (a, b) -> a + b == 0 ? null : a + b);
            index = null;
        }
        return removed;
    }

    /** A destination is gone; returns how many bindings went with it. */
    synchronized int unbindAll(String destination) {
        var count = targets.remove(destination);
        if (count == null) {
            return 0;
        }
        bindings.removeIf(binding -> binding.destination().equals(destination));
        index = null;
        return count;
    }

    public synchronized boolean has(Binding binding) {
        return bindings.contains(binding);
    }

    public synchronized List<Binding> bindings() {
        return List.copyOf(bindings);
    }

    public synchronized int size() {
        return bindings.size();
    }

    /** The names of what messages can go to from here, the alternate included. */
    synchronized Set<String> targets() {
        var all = new LinkedHashSet<>(targets.keySet());
        var alternate = declared.exchange().alternate();
        if (alternate != null) {
            all.add(alternate);
        }
        return all;
    }

    /** The names of what the message goes to, the alternate if nothing else; counted. */
    public Set<String> route(RoutedMessage message) {
        var names = index().destinations(message);
        var alternate = declared.exchange().alternate();
        if (names.isEmpty() && alternate != null) {
            names = Set.of(alternate);
        }
        (names.isEmpty() ? unroutable : routed).increment();
        return names;
    }

    /** What the message would be passed on to, and why; not counted. */
    public List<RouteStep> steps(RoutedMessage message) {
        var type = declared.exchange().type();
        var steps = bindings().stream()
                .filter(binding -> !BindingIndex.of(type, List.of(binding))
                        .destinations(message)
                        .isEmpty())
                .map(binding -> new RouteStep(name(), binding.destination(), binding))
                .toList();
        var alternate = declared.exchange().alternate();
        return steps.isEmpty() && alternate != null ? List.of(new RouteStep(name(), alternate, null)) : steps;
    }

    private BindingIndex index() {
        var known = index;
        return known == null ? build() : known;
    }

    private synchronized BindingIndex build() {
        if (index == null) {
            index = BindingIndex.of(declared.exchange().type(), bindings);
        }
        return index;
    }

    public long routed() {
        return routed.sum();
    }

    public long unroutable() {
        return unroutable.sum();
    }
}
