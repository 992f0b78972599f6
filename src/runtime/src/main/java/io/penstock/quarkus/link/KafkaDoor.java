package io.penstock.quarkus.link;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.quarkus.config.KafkaConfig;
import io.penstock.quarkus.config.Setting;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The engine on Kafka, which an application may have or not: its library is not part of the extension. */
public final class KafkaDoor {

    private static final Setting ENGINE = new Setting("quarkus.penstock.engine");

    /** What the properties of Kafka's clients begin with in every application with Quarkus. */
    private static final String PREFIX = "kafka";

    private KafkaDoor() {}

    /**
     * Opens an instance, and waits until it can be used.
     *
     * @param engine bounds and defaults of the engine
     * @throws PenstockException.InvalidConfiguration if a setting is invalid, its message names the property; or if
     *     the library is not there
     * @throws PenstockException if Kafka does not answer, or nobody serves the cell in time
     */
    public static Broker open(KafkaConfig config, BrokerOptions engine, InstantSource clock) {
        try {
            return KafkaEngine.open(config, clientProperties(ConfigProvider.getConfig()), engine, clock);
        } catch (NoClassDefFoundError e) {
            var problem = ENGINE.wrong(
                    "kafka", "add the dependency io.penstock:penstock-kafka to the application, which is not there.");
            problem.initCause(e);
            throw problem;
        }
    }

    /**
     * What the configuration says to clients of Kafka, as Quarkus' own ones get it: all properties that begin with
     * {@code kafka.}, and {@code KAFKA_} in the environment.
     */
    static Map<String, String> clientProperties(Config config) {
        var properties = new TreeMap<String, String>();
        for (var name : config.getPropertyNames()) {
            var written = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (written.startsWith(PREFIX + ".")) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> properties.put(written.substring(PREFIX.length() + 1), value));
            }
        }
        return properties;
    }
}
