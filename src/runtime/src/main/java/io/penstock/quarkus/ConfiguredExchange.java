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

/** Makes an exchange and its bindings from the configuration of a destination. */
final class ConfiguredExchange {

    private ConfiguredExchange() {}

    static Destination of(String name, DestinationConfig config) {
        var exchange = config.exchange();
        return Destination.builder(name, DestinationKind.EXCHANGE)
                .partitions(config.partitions().orElse(0))
                .retention(ConfiguredDestination.retention(DestinationKind.EXCHANGE, config.retention()))
                .compression(config.compression().orElse(null))
                .deduplication(config.deduplication().orElse(null))
                .priorities(config.priorities().orElse(null))
                .limits(ConfiguredDestination.limits(config.limits()))
                .timeToLive(config.timeToLive().orElse(null))
                .exchange(Exchange.of(exchange.type().orElse(null))
                        .alternate(exchange.alternate().orElse(null))
                        .unroutable(exchange.unroutable())
                        .build())
                .build();
    }

    /** The bindings of the exchange, each with the property that declares it. */
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
        return Binding.all(exchange, config.destination())
                .pattern(config.pattern().orElse(null))
                .headers(config.match(), config.headers())
                .filter(config.filter().orElse(null))
                .build();
    }
}
