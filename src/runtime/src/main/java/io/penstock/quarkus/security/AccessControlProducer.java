package io.penstock.quarkus.security;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.SecurityConfig;
import io.penstock.quarkus.config.StartFailure;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.security.AccessControl;
import io.penstock.security.AuditTrail;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.time.InstantSource;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/** Produces the access control of all doors, and has it look after its file of users now and then. */
@Singleton
public class AccessControlProducer {

    /** How often the file of users is looked at: soon enough for a user who was removed, and next to no work. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** The priority after every observer of the application, whatever its priority. */
    private static final int LAST = Integer.MAX_VALUE;

    private final Vertx vertx;
    private final Provider<Broker> broker;
    private Long timer;
    private volatile AuditTopic topic;

    /** @param broker is asked for with the first record, since callers are known before the log is opened */
    @Inject
    AccessControlProducer(Vertx vertx, @OutsideTransaction Provider<Broker> broker) {
        this.vertx = vertx;
        this.broker = broker;
    }

    /** @throws io.quarkus.runtime.configuration.ConfigurationException if a setting is invalid */
    @Produces
    @Singleton
    @DefaultBean
    public AccessControl accessControl(PenstockConfig config) {
        try {
            var access =
                    ConfiguredAccess.of(config.security(), !config.webhooks().isEmpty(), trail(config.security()));
            if (config.security().usersFile().isPresent()) {
                timer = vertx.setPeriodic(
                        BETWEEN_LOOKS.toMillis(),
                        id -> vertx.executeBlocking(() -> {
                            access.refresh();
                            return null;
                        }));
            }
            return access;
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    private AuditTrail trail(SecurityConfig config) {
        var log = new AuditLog();
        var wanted = AuditDestination.of(config);
        if (wanted.isEmpty()) {
            return log;
        }
        // A record may be made on an event loop, and while the broker is locked: workers write it.
        topic = new AuditTopic(
                wanted.get().name(),
                broker::get,
                task -> vertx.executeBlocking(
                        () -> {
                            task.run();
                            return null;
                        },
                        false),
                InstantSource.system());
        var written = topic;
        return entry -> {
            log.add(entry);
            written.add(entry);
        };
    }

    /** The number of records of the audit that are not in its topic; 0 without one. */
    public long auditLost() {
        return topic == null ? 0 : topic.lost();
    }

    /** Writes what waits, after handlers have ended and before the broker is closed. */
    void writeRest(@Observes @Priority(LAST) ShutdownEvent event) {
        if (topic != null) {
            topic.close();
        }
    }

    @PreDestroy
    void stop() {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
