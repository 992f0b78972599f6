package io.penstock.postgres;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** The configuration of what Penstock keeps in the application's PostgreSQL database, read at run time. */
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
@ConfigMapping(prefix = "quarkus.penstock.postgres")
public interface PostgresConfig {

    /**
     * Whether the application starts without a database if no JDBC URL is set. Otherwise the start fails without one.
     */
    @WithDefault("false")
    boolean optional();

    /**
     * Whether the tables are created and updated at the start. If not, run the scripts in {@code db/penstock} of this
     * artifact, in order, before the application starts.
     */
    @WithDefault("true")
    boolean migrateAtStart();

    /** The settings of the inbox. */
    Inbox inbox();

    /** The settings of the inbox, which remembers the messages that have been handled. */
    interface Inbox {

        /**
         * The time that a claim is kept: 1 second to 36525 days. A message that is delivered again after that is
         * handled again, so this must exceed the longest time over which a message may be retried, redriven or
         * replayed.
         */
        @WithDefault("7D")
        @WithConverter(InboxDuration.class)
        Duration retention();

        /**
         * The interval at which claims older than the retention are deleted: 1 second to 366 days. 0 means never; then
         * something else has to delete them.
         */
        @WithDefault("1H")
        @WithConverter(InboxDuration.class)
        Duration purgeInterval();
    }
}
