package io.penstock.server.http.stream;

import io.penstock.quarkus.config.WrittenDuration;
import io.penstock.quarkus.config.WrittenInt;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** Holds the settings of event streams. */
@ConfigMapping(prefix = "penstock.http.streams")
interface StreamSettings {

    /** The largest number of event streams that are open at the same time, of all callers: each takes a connection. */
    @WithDefault("1000")
    @WithConverter(WrittenInt.class)
    int max();

    /** The interval at which a stream without events says that it is alive. */
    @WithDefault("15s")
    @WithConverter(WrittenDuration.class)
    Duration heartbeat();
}
