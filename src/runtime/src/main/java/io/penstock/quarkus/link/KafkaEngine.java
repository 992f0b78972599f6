package io.penstock.quarkus.link;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;
import io.penstock.kafka.KafkaRole;
import io.penstock.quarkus.config.InstanceRole;
import io.penstock.quarkus.config.KafkaConfig;
import io.penstock.quarkus.config.KafkaLinkConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.remote.TlsOptions;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;

/** Opens an instance of a cell in Kafka, as the configuration says. It needs {@code penstock-kafka}. */
final class KafkaEngine {

    private static final Setting ROOT = new Setting("quarkus.penstock.kafka");
    private static final Setting LINK = ROOT.of("link");
    private static final String SERVERS = "bootstrap.servers";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CELLS = 100;
    private static final int MAX_COPIES = Short.MAX_VALUE;
    private static final long MIN_CACHE_BYTES = 1 << 20;
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);
    private static final Duration MAX_FAILOVER_WAIT = Duration.ofDays(1);

    private KafkaEngine() {}

    static Broker open(KafkaConfig config, Map<String, String> client, BrokerOptions engine, InstantSource clock) {
        return KafkaBroker.open(options(config, client), engine, clock);
    }

    /**
     * Checks the settings and makes the options.
     *
     * @param client properties of Kafka's clients
     * @throws PenstockException.InvalidConfiguration if a setting is invalid; the message names the property
     */
    static KafkaOptions options(KafkaConfig config, Map<String, String> client) {
        var servers = client.getOrDefault(SERVERS, "");
        if (servers.isBlank()) {
            throw new Setting("kafka." + SERVERS)
                    .wrong("", "say where Kafka is, HOST:PORT,HOST:PORT, for quarkus.penstock.engine = kafka.");
        }
        int copies = ROOT.of("replication-factor").within(config.replicationFactor(), 1, MAX_COPIES);
        var builder = KafkaOptions.at(servers)
                .clientProperties(client)
                .installation(config.installation())
                .topicPrefix(config.topicPrefix().orElse(""))
                .role(config.role() == InstanceRole.CLIENT ? KafkaRole.CLIENT : KafkaRole.AUTO)
                .lease(ROOT.of("lease").within(config.lease(), SHORTEST_LEASE, LONGEST_LEASE))
                .replicationFactor(copies)
                .minInSyncReplicas(ROOT.of("min-insync-replicas").within(config.minInsyncReplicas(), 1, copies))
                .createTopics(config.createTopics())
                .cacheBytes(ROOT.of("cache").within(config.cache(), MIN_CACHE_BYTES, Long.MAX_VALUE))
                .failoverWait(ROOT.of("failover-wait").within(config.failoverWait(), Duration.ZERO, MAX_FAILOVER_WAIT))
                .cells(ROOT.of("cells").within(config.cells(), 1, MAX_CELLS))
                .instance(config.instance().orElseGet(KafkaEngine::machine));
        // Properties have no order: a pattern that says more comes before one that says less.
        config.placement().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, String>>comparingInt(
                                each -> -each.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .forEach(each -> builder.placement(each.getKey(), each.getValue()));
        link(builder, config);
        try {
            return builder.build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw ROOT.wrong(e);
        }
    }

    private static void link(KafkaOptions.Builder builder, KafkaConfig config) {
        var link = config.link();
        builder.link(link.host(), LINK.of("port").within(link.port(), 0, MAX_PORT))
                .advertisedHost(link.advertisedHost().orElse(""));
        link.sharedKey().ifPresent(key -> builder.sharedKey(LinkSettings.key(LINK.of("shared-key"), key)));
        secure(builder, link, config.role());
    }

    private static void secure(KafkaOptions.Builder builder, KafkaLinkConfig link, InstanceRole role) {
        var key = LinkSettings.store(LINK.of("key-store"), link.keyStore(), link.keyStorePassword());
        var trust = LinkSettings.store(LINK.of("trust-store"), link.trustStore(), link.trustStorePassword());
        if (!link.tls() && (key != null || trust != null)) {
            throw LINK.of(key != null ? "key-store" : "trust-store")
                    .wrong(
                            (key != null ? key : trust).file(),
                            "the link is not encrypted: say so by "
                                    + LINK.of("tls").property() + " = true.");
        }
        if (link.tls() && key == null && role == InstanceRole.AUTO) {
            throw LINK.of("tls")
                    .wrong(
                            true,
                            "name the certificate of this application by "
                                    + LINK.of("key-store").property() + ".");
        }
        if (link.tls()) {
            builder.tls(new TlsOptions(key, trust));
        }
    }

    /** Containers and pods have their names there. */
    private static String machine() {
        var name = System.getenv("HOSTNAME");
        return name == null ? "" : name;
    }
}
