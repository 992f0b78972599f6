package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.Retention;
import io.penstock.quarkus.PenstockConfig.DestinationConfig;
import io.penstock.quarkus.PenstockConfig.LimitsConfig;
import io.penstock.quarkus.PenstockConfig.RetentionConfig;
import io.quarkus.runtime.configuration.MemorySize;
import org.jboss.logging.Logger;

/**
 * A destination as configuration names it: what is not said there is as usual, or stays as it is.
 *
 * @param keepsPartitions whether that is so of the number of its partitions, of which it may have got more since
 */
record ConfiguredDestination(Destination wanted, boolean keepsPartitions) {

    private static final Logger LOG = Logger.getLogger(ConfiguredDestination.class);

    /** @throws PenstockException.InvalidConfiguration if it cannot be; the message names the property */
    static ConfiguredDestination of(String name, DestinationConfig config) {
        try {
            if (config.kind() == DestinationKind.EXCHANGE) {
                return new ConfiguredDestination(ConfiguredExchange.of(name, config), false);
            }
            if (config.exchange().type().isPresent()
                    || !config.exchange().bindings().isEmpty()) {
                throw new PenstockException.InvalidConfiguration("kind = " + config.kind()
                        + ", but it says how it routes: set kind = exchange, or leave out what begins with exchange.");
            }
            var plain = new Destination(name, config.kind(), config.partitions().orElse(1));
            var wanted = plain.withRetention(retention(plain.kind(), config.retention()))
                    .withCompression(config.compression().orElse(null))
                    .withDeduplication(config.deduplication().orElse(null))
                    .withPriorities(config.priorities().orElse(null))
                    .withLimits(limits(config.limits()))
                    .withTimeToLive(config.timeToLive().orElse(null));
            return new ConfiguredDestination(wanted, config.partitions().isEmpty());
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration(
                    "penstock.destinations.\"" + name + "\": " + e.getMessage());
        }
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
        config.maxSize().map(MemorySize::asLongValue).ifPresent(retention::maxBytes);
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
        long maxMessageBytes =
                config.maxMessageSize().map(MemorySize::asLongValue).orElse(0L);
        if (maxMessageBytes > Integer.MAX_VALUE) {
            throw new PenstockException.InvalidConfiguration(
                    "limits.max-message-size = " + maxMessageBytes + ": use at most " + Integer.MAX_VALUE + ".");
        }
        return new Limits(
                config.maxMessages().orElse(0L),
                config.maxSize().map(MemorySize::asLongValue).orElse(0L),
                (int) maxMessageBytes,
                config.overflow().orElse(Overflow.REJECT));
    }

    /** Makes it exist, with the policies that are said: the configuration may have changed since the last start. */
    void declare(Broker broker) {
        var existing = broker.destination(wanted.name());
        var asked = existing.filter(old -> keepsPartitions)
                .map(old -> wanted.withPartitions(old.partitions()))
                .orElse(wanted);
        if (existing.isEmpty() || existing.get().satisfies(asked)) {
            broker.declare(asked);
            return;
        }
        var old = existing.get();
        var altered = asked.withRetention(wanted.retention() == null ? old.retention() : wanted.retention())
                .withCompression(wanted.compression() == null ? old.compression() : wanted.compression())
                .withDeduplication(wanted.deduplication() == null ? old.deduplication() : wanted.deduplication())
                .withLimits(wanted.limits() == null ? old.limits() : wanted.limits())
                .withTimeToLive(wanted.timeToLive() == null ? old.timeToLive() : wanted.timeToLive());
        broker.alter(altered);
        LOG.infof("Altered '%s' as configured: from %s to %s.", wanted.name(), old, altered);
    }
}
