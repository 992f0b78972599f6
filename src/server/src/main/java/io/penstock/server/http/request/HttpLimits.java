package io.penstock.server.http.request;

import io.penstock.quarkus.config.WrittenDuration;
import io.penstock.quarkus.config.WrittenInt;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** Holds the settings that limit what the HTTP front door accepts. */
@ConfigMapping(prefix = "penstock.http")
interface HttpLimits {

    /**
     * The largest request body, after decompression. Above the broker's own limit, so that the broker, which knows the
     * message, refuses first; below {@code quarkus.http.limits.max-body-size}, which closes the connection without a
     * word.
     */
    @WithDefault("2M")
    MemorySize maxBodySize();

    /** The time in which a request body has to arrive. */
    @WithDefault("30s")
    @WithConverter(WrittenDuration.class)
    Duration maxBodyTime();

    /** The largest number of request bodies that may be arriving at the same time. */
    @WithDefault("1000")
    @WithConverter(WrittenInt.class)
    int maxBodies();

    /**
     * The largest size of the bodies of all requests under way together. The default is an eighth of the heap, and at
     * least one body of the largest size.
     */
    Optional<MemorySize> maxBodiesSize();
}
