package io.penstock.quarkus.security;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.StartFailure;
import io.penstock.security.AccessControl;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;

import java.time.Duration;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Produces the access control of all doors, and has it look after its file of users now and then. */
@Singleton
public class AccessControlProducer {

    /** How often the file of users is looked at: soon enough for a user who was removed, and next to no work. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Vertx vertx;
    private Long timer;

    @Inject
    AccessControlProducer(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @throws io.quarkus.runtime.configuration.ConfigurationException if a setting is invalid */
    @Produces
    @Singleton
    @DefaultBean
    public AccessControl accessControl(PenstockConfig config) {
        try {
            var access = ConfiguredAccess.of(config.security());
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

    @PreDestroy
    void stop() {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
