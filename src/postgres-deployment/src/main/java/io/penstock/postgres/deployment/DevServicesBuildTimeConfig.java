package io.penstock.postgres.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The Dev Service of the inbox: a PostgreSQL for development and tests, without a container. */
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
@ConfigMapping(prefix = "quarkus.penstock.devservices")
public interface DevServicesBuildTimeConfig {

    /**
     * Whether a PostgreSQL is started in development mode and in tests, if the default datasource has no URL. It is a
     * process of its own and needs no container. {@code quarkus.datasource.devservices.enabled} takes precedence:
     * {@code true} starts the one that Quarkus has, in a container, and {@code false} starts none.
     */
    @WithDefault("true")
    boolean enabled();
}
