package io.penstock.quarkus.security;

import io.penstock.Broker;
import io.penstock.Cleanup;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.Retention;
import io.penstock.quarkus.config.SecurityConfig;
import io.penstock.quarkus.config.Setting;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The topic that the audit is written to, as it is configured.
 *
 * @param retention the retention that it is to have
 */
public record AuditDestination(String name, Retention retention) {

    private static final Setting TOPIC = new Setting(ConfiguredAccess.ROOT + ".audit.topic");
    private static final Setting RETENTION = new Setting(ConfiguredAccess.ROOT + ".audit.retention");

    /**
     * Checks the settings.
     *
     * @return empty if no topic is wanted
     * @throws PenstockException.InvalidConfiguration if one is invalid; the message names the property
     */
    public static Optional<AuditDestination> of(SecurityConfig config) {
        var age = RETENTION.within(config.audit().retention(), Duration.ZERO, Retention.MAX_AGE);
        return config.audit().topic().map(name -> of(name, age));
    }

    private static AuditDestination of(String name, Duration age) {
        if (Destination.isTemporary(name)) {
            throw TOPIC.wrong(name, "temporary topics have such names. Choose another.");
        }
        try {
            Destination.topic(name).build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw TOPIC.wrong(e);
        }
        return new AuditDestination(
                name,
                Retention.builder(DestinationKind.TOPIC)
                        .cleanup(Cleanup.DELETE)
                        .maxAge(age)
                        .build());
    }

    /** Refuses that its policies are set in two places. */
    public void requireUndeclared(Set<String> configured) {
        if (configured.contains(name)) {
            throw TOPIC.wrong(
                    name,
                    "quarkus.penstock.destinations.\"" + name + "\" declares it too. Remove that; its retention is "
                            + RETENTION.property() + ".");
        }
    }

    /** Declares the topic, or gives the one that exists the retention of the configuration. */
    public void declare(Broker broker) {
        try {
            var existing = broker.destination(name);
            if (existing.isEmpty()) {
                broker.declare(Destination.builder(name, DestinationKind.TOPIC)
                        .retention(retention)
                        .build());
            } else if (existing.get().kind() != DestinationKind.TOPIC) {
                throw TOPIC.wrong(
                        name,
                        "it exists as " + existing.get().kind()
                                + ", which cannot change. Use another name, or delete it.");
            } else if (!retention.equals(existing.get().retention())) {
                broker.alter(existing.get().copy().retention(retention).build());
            }
        } catch (PenstockException.Conflict | PenstockException.Unsupported e) {
            throw TOPIC.wrong(e);
        }
    }
}
