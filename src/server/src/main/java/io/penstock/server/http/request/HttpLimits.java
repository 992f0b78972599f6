package io.penstock.server.http.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Says what the HTTP front door accepts. */
@ConfigMapping(prefix = "penstock.http")
interface HttpLimits {

    /**
     * The largest request body. Above the broker's own limit, so that the broker, which knows the message, refuses
     * first; below {@code quarkus.http.limits.max-body-size}, which closes the connection without a word.
     */
    @WithDefault("2M")
    MemorySize maxBodySize();
}
