package io.penstock.postgres.triage;

import io.penstock.postgres.InboxDuration;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** The configuration of the triage of dead letters, read at run time. */
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
@ConfigMapping(prefix = "quarkus.penstock.triage")
public interface TriageConfig {

    /** Whether the dead letters of this application's broker are kept in the database, if there is one. */
    @WithDefault("false")
    boolean enabled();

    /** The interval at which the dead-letter queues are looked at: 100 milliseconds to 1 day. */
    @WithDefault("5S")
    @WithConverter(InboxDuration.class)
    Duration interval();

    /** The time that letters are kept after they have gone from their queue: 0 to 36525 days. */
    @WithDefault("30D")
    @WithConverter(InboxDuration.class)
    Duration keepGone();
}
