package io.penstock.quarkus;

import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Exchange;
import io.penstock.PenstockException;
import io.penstock.quarkus.PenstockConfig.BindingConfig;
import io.penstock.quarkus.PenstockConfig.DestinationConfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Destinations as configuration names them, in an order in which they can be declared. */
final class ConfiguredExchange {

    private ConfiguredExchange() {}

    static Destination of(String name, DestinationConfig config) {
        var exchange = config.exchange();
        return new Destination(
                name,
                DestinationKind.EXCHANGE,
                config.partitions().orElse(0),
                ConfiguredDestination.retention(DestinationKind.EXCHANGE, config.retention()),
                config.compression().orElse(null),
                config.deduplication().orElse(null),
                config.priorities().orElse(null),
                ConfiguredDestination.limits(config.limits()),
                config.timeToLive().orElse(null),
                new Exchange(exchange.type().orElse(null), exchange.alternate().orElse(null), exchange.unroutable()));
    }

    /** Queues and topics, exchanges behind their alternates, then bindings: each after what it names. */
    static void declareAll(Map<String, DestinationConfig> destinations, Broker broker) {
        Map<String, ConfiguredDestination> exchanges = new LinkedHashMap<>();
        destinations.forEach((name, config) -> {
            var configured = ConfiguredDestination.of(name, config);
            if (configured.wanted().isExchange()) {
                exchanges.put(name, configured);
            } else {
                configured.declare(broker);
            }
        });
        inOrder(exchanges).forEach(exchange -> exchange.declare(broker));
        exchanges
                .keySet()
                .forEach(name -> bindings(name, destinations.get(name)).forEach(broker::bind));
    }

    /** Those that name each other in a circle come last, and are refused by the broker. */
    private static List<ConfiguredDestination> inOrder(Map<String, ConfiguredDestination> exchanges) {
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

    private static List<Binding> bindings(String name, DestinationConfig config) {
        try {
            return config.exchange().bindings().stream()
                    .map(binding -> binding(name, binding))
                    .toList();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration(
                    "penstock.destinations.\"" + name + "\".exchange.bindings: " + e.getMessage());
        }
    }

    private static Binding binding(String exchange, BindingConfig config) {
        return new Binding(
                exchange,
                config.destination(),
                config.pattern().orElse(null),
                config.headers(),
                config.match(),
                config.filter().orElse(null));
    }
}
