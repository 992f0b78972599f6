package io.penstock.server.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Holds the settings of readiness. */
@ConfigMapping(prefix = "penstock.readiness")
interface ReadinessSettings {

    /**
     * Whether the server is not ready while the database that it is configured with does not answer. Otherwise its
     * readiness only says so, since all that needs no database is served.
     */
    @WithDefault("false")
    boolean requiresDatabase();
}
