package io.penstock.server.http.consume;

import io.penstock.quarkus.config.WrittenDuration;
import io.penstock.quarkus.config.WrittenInt;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** Holds the settings of consuming over HTTP. */
@ConfigMapping(prefix = "penstock.http.consume")
interface ConsumeSettings {

    /** The lease of a delivery whose request names none. */
    @WithDefault("1m")
    @WithConverter(WrittenDuration.class)
    Duration lease();

    /** The largest number of polls that wait at the same time, of all callers: each takes a connection. */
    @WithDefault("2000")
    @WithConverter(WrittenInt.class)
    int maxPolls();

    /** The largest number of messages of one subscription that are leased over HTTP at the same time. */
    @WithDefault("10000")
    @WithConverter(WrittenInt.class)
    int maxLeased();

    /**
     * The largest size of all messages that are leased over HTTP at the same time, since they are kept in memory. The
     * default is an eighth of the heap.
     */
    Optional<MemorySize> maxLeasedSize();

    /** The largest number of consumers: there is one for each caller and subscription that is in use. */
    @WithDefault("1000")
    @WithConverter(WrittenInt.class)
    int maxConsumers();

    /**
     * The time after which the consumer of a caller that holds nothing and asks for nothing leaves its subscription.
     */
    @WithDefault("30s")
    @WithConverter(WrittenDuration.class)
    Duration idleTime();
}
