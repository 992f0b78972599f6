package io.penstock.quarkus;

import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig.DestinationConfig;
import io.penstock.quarkus.config.Setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Declares all destinations of the configuration. All settings are read before the first declaration, and a destination
 * is declared after those that it names.
 */
final class ConfiguredDestinations {

    private final List<ConfiguredDestination> stored = new ArrayList<>();
    private final Map<String, ConfiguredDestination> exchanges = new LinkedHashMap<>();
    private final Map<Setting, Binding> bindings = new LinkedHashMap<>();

    /** @throws PenstockException.InvalidConfiguration if a destination is invalid; the message names the property */
    ConfiguredDestinations(Map<String, DestinationConfig> destinations) {
        destinations.forEach((name, config) -> {
            var configured = ConfiguredDestination.of(name, config);
            if (configured.wanted().isExchange()) {
                exchanges.put(name, configured);
                bindings.putAll(ConfiguredExchange.bindings(name, config));
            } else {
                stored.add(configured);
            }
        });
    }

    boolean isExchange(String name) {
        return exchanges.containsKey(name);
    }

    /** Declares queues and topics, which name no other destination. */
    void declareStored(Broker broker) {
        stored.forEach(destination -> destination.declare(broker));
    }

    /** Declares each exchange after its alternate, and then the bindings of all exchanges. */
    void declareExchanges(Broker broker) {
        inOrder().forEach(exchange -> exchange.declare(broker));
        bindings.forEach((setting, binding) -> bind(setting, binding, broker));
    }

    private static void bind(Setting setting, Binding binding, Broker broker) {
        try {
            broker.bind(binding);
        } catch (PenstockException.UnknownDestination e) {
            throw setting.of("destination").wrong(binding.destination(), e.getMessage());
        } catch (PenstockException.InvalidConfiguration
                | PenstockException.InvalidFilter
                | PenstockException.Conflict e) {
            throw setting.wrong(e);
        }
    }

    /**
     * Sorts exchanges behind their alternates. Exchanges that name each other in a circle come last, and the broker
     * refuses them.
     */
    private List<ConfiguredDestination> inOrder() {
        Map<String, ConfiguredDestination> left = new LinkedHashMap<>(exchanges);
        var ordered = new ArrayList<ConfiguredDestination>();
        boolean found = true;
        while (found) {
            var next = left.values().stream()
                    .filter(exchange ->
                            !left.containsKey(exchange.wanted().exchange().alternate()))
                    .toList();
            next.forEach(exchange -> left.remove(exchange.wanted().name()));
            ordered.addAll(next);
            found = !next.isEmpty();
        }
        ordered.addAll(left.values());
        return ordered;
    }
}
