package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.Retention;
import io.penstock.quarkus.config.PenstockConfig.DestinationConfig;
import io.penstock.quarkus.config.PenstockConfig.LimitsConfig;
import io.penstock.quarkus.config.PenstockConfig.RetentionConfig;
import io.penstock.quarkus.config.Setting;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Optional;

/**
 * A destination that configuration declares. A policy without a value keeps its default, or stays as it is if the
 * destination exists.
 *
 * @param wanted the destination with the policies that have a value
 * @param keepsPartitions whether the number of partitions is not set, so that an existing destination keeps the number
 *     that it has
 */
record ConfiguredDestination(Destination wanted, boolean keepsPartitions) {

    private static final Logger LOG = Logger.getLogger(ConfiguredDestination.class);

    /**
     * Checks the settings of a destination and makes the destination from them.
     *
     * @throws PenstockException.InvalidConfiguration if a setting is invalid; the message names the property
     */
    static ConfiguredDestination of(String name, DestinationConfig config) {
        var setting = setting(name);
        requireValues(setting, config);
        try {
            if (config.kind() == DestinationKind.EXCHANGE) {
                return new ConfiguredDestination(ConfiguredExchange.of(name, config), false);
            }
            if (config.exchange().type().isPresent()
                    || !config.exchange().bindings().isEmpty()) {
                throw new PenstockException.InvalidConfiguration("kind = " + config.kind()
                        + ", but properties that begin with 'exchange.' are set: set kind = exchange, or remove them.");
            }
            var plain = Destination.builder(name, config.kind())
                    .partitions(config.partitions().orElse(1))
                    .build();
            var wanted = plain.copy()
                    .retention(retention(plain.kind(), config.retention()))
                    .compression(config.compression().orElse(null))
                    .deduplication(config.deduplication().orElse(null))
                    .priorities(config.priorities().orElse(null))
                    .limits(limits(config.limits()))
                    .timeToLive(config.timeToLive().orElse(null))
                    .build();
            return new ConfiguredDestination(wanted, config.partitions().isEmpty());
        } catch (PenstockException.InvalidConfiguration e) {
            throw setting.wrong(e);
        }
    }

    static Setting setting(String name) {
        return Setting.entry("quarkus.penstock.destinations", name);
    }

    /** Checks each value by itself. The builders of the policies check whether values fit together. */
    private static void requireValues(Setting setting, DestinationConfig config) {
        if (config.kind() != DestinationKind.EXCHANGE) {
            config.partitions()
                    .ifPresent(count -> setting.of("partitions").within(count, 1, Destination.MAX_PARTITIONS));
        }
        config.priorities().ifPresent(lanes -> setting.of("priorities").within(lanes, 1, Destination.MAX_PRIORITIES));
        config.deduplication()
                .ifPresent(window ->
                        setting.of("deduplication").within(window, Duration.ZERO, Destination.MAX_DEDUPLICATION));
        config.timeToLive()
                .ifPresent(age -> setting.of("time-to-live").within(age, Duration.ZERO, Destination.MAX_TIME_TO_LIVE));
        var retention = setting.of("retention");
        config.retention()
                .maxAge()
                .ifPresent(age -> retention.of("max-age").within(age, Duration.ZERO, Retention.MAX_AGE));
        config.retention()
                .tombstoneAge()
                .ifPresent(age -> retention.of("tombstone-age").within(age, Duration.ZERO, Retention.MAX_AGE));
        config.retention().maxSize().ifPresent(size -> retention.of("max-size").within(size, 0, Long.MAX_VALUE));
        var limits = setting.of("limits");
        config.limits()
                .maxMessages()
                .ifPresent(count -> limits.of("max-messages").within(count, 0, Long.MAX_VALUE));
        config.limits().maxSize().ifPresent(size -> limits.of("max-size").within(size, 0, Long.MAX_VALUE));
        config.limits()
                .maxMessageSize()
                .ifPresent(size -> limits.of("max-message-size").within(size, 0, Integer.MAX_VALUE));
    }

    static Retention retention(DestinationKind kind, RetentionConfig config) {
        boolean isSaid = config.cleanup().isPresent()
                || config.maxAge().isPresent()
                || config.maxSize().isPresent()
                || config.tombstoneAge().isPresent();
        if (!isSaid) {
            return null;
        }
        var retention = Retention.builder(kind);
        config.cleanup().ifPresent(retention::cleanup);
        config.maxAge().ifPresent(retention::maxAge);
        config.maxSize().ifPresent(size -> retention.maxBytes(size.asLongValue()));
        config.tombstoneAge().ifPresent(retention::tombstoneAge);
        return retention.build();
    }

    static Limits limits(LimitsConfig config) {
        boolean isSaid = config.maxMessages().isPresent()
                || config.maxSize().isPresent()
                || config.maxMessageSize().isPresent()
                || config.overflow().isPresent();
        if (!isSaid) {
            return null;
        }
        return Limits.builder()
                .maxMessages(config.maxMessages().orElse(0L))
                .maxBytes(config.maxSize().map(size -> size.asLongValue()).orElse(0L))
                .maxMessageBytes(config.maxMessageSize()
                        .map(size -> (int) size.asLongValue())
                        .orElse(0))
                .overflow(config.overflow().orElse(Overflow.REJECT))
                .build();
    }

    /**
     * Declares the destination, or alters the one that exists so that it has the policies of the configuration, which
     * may have changed since the last start.
     *
     * @throws PenstockException.InvalidConfiguration if the broker refuses it; the message names the property
     */
    void declare(Broker broker) {
        var existing = broker.destination(wanted.name());
        existing.ifPresent(this::requireMayBecome);
        try {
            declareOrAlter(broker, existing);
        } catch (PenstockException.InvalidConfiguration
                | PenstockException.Conflict
                | PenstockException.UnknownDestination e) {
            throw blamed(e);
        }
    }

    /** Refuses a change of what is fixed once a destination exists: its kind, fewer partitions, its priorities. */
    private void requireMayBecome(Destination old) {
        var setting = setting(wanted.name());
        if (old.kind() != wanted.kind()) {
            throw setting.of("kind")
                    .wrong(
                            wanted.kind(),
                            "it exists as " + old.kind() + ", which cannot change. Use another name, or delete it.");
        }
        if (!keepsPartitions && wanted.partitions() < old.partitions()) {
            throw setting.of("partitions")
                    .wrong(
                            wanted.partitions(),
                            "it has " + old.partitions() + " and cannot get fewer. Choose " + old.partitions() + " to "
                                    + Destination.MAX_PARTITIONS + ".");
        }
        if (wanted.priorities() != null && wanted.priorities() != old.effectivePriorities()) {
            throw setting.of("priorities")
                    .wrong(
                            wanted.priorities(),
                            "it exists with " + old.effectivePriorities()
                                    + ", which cannot change. Use another name, or delete it.");
        }
    }

    private PenstockException.InvalidConfiguration blamed(PenstockException refusal) {
        var setting = setting(wanted.name());
        boolean isCompression =
                wanted.compression() != null && refusal.getMessage().contains("compression " + wanted.compression());
        return isCompression
                ? setting.of("compression").wrong(wanted.compression(), refusal.getMessage())
                : setting.wrong(refusal);
    }

    private void declareOrAlter(Broker broker, Optional<Destination> existing) {
        var asked = existing.filter(old -> keepsPartitions)
                .map(old -> wanted.copy().partitions(old.partitions()).build())
                .orElse(wanted);
        if (existing.isEmpty() || existing.get().satisfies(asked)) {
            broker.declare(asked);
            return;
        }
        var old = existing.get();
        var altered = asked.copy()
                .retention(wanted.retention() == null ? old.retention() : wanted.retention())
                .compression(wanted.compression() == null ? old.compression() : wanted.compression())
                .deduplication(wanted.deduplication() == null ? old.deduplication() : wanted.deduplication())
                .limits(wanted.limits() == null ? old.limits() : wanted.limits())
                .timeToLive(wanted.timeToLive() == null ? old.timeToLive() : wanted.timeToLive())
                .build();
        broker.alter(altered);
        LOG.infof("Altered '%s' as configured: from %s to %s.", wanted.name(), old, altered);
    }
}
