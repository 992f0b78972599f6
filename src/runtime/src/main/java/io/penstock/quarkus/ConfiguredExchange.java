package io.penstock.quarkus;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Exchange;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig.BindingConfig;
import io.penstock.quarkus.config.PenstockConfig.DestinationConfig;
import io.penstock.quarkus.config.Setting;

import java.util.LinkedHashMap;
import java.util.Map;

/** An exchange as configuration names it. */
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

    /** What it is to be bound to; each with the property that says so. */
    static Map<Setting, Binding> bindings(String name, DestinationConfig config) {
        var bindings = new LinkedHashMap<Setting, Binding>();
        for (var binding : config.exchange().bindings()) {
            var setting = ConfiguredDestination.setting(name).of("exchange.bindings[" + bindings.size() + "]");
            try {
                bindings.put(setting, binding(name, binding));
            } catch (PenstockException.InvalidConfiguration e) {
                throw setting.wrong(e);
            }
        }
        return bindings;
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
