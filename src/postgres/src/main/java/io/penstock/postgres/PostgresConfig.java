package io.penstock.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** What Penstock keeps in the application's PostgreSQL database. */
@ConfigMapping(prefix = "penstock.postgres")
public interface PostgresConfig {

    /**
     * Whether the application starts without a database if no JDBC URL is set. Read by {@link OptionalDatabase}, before
     * there are mappings.
     */
    @WithDefault("false")
    boolean optional();

    /**
     * Whether the tables are created and updated at start. If not, run the scripts in {@code db/penstock} of this
     * artifact, in order, before the application starts.
     */
    @WithDefault("true")
    boolean migrateAtStart();

    /** The inbox. */
    Inbox inbox();

    /** The inbox. */
    interface Inbox {

        /**
         * How long a claim is kept. A message that is delivered again after that is handled again, so this must exceed
         * the longest time over which a message may be retried, redriven or replayed. One second to 36525 days.
         */
        @WithDefault("7D")
        Duration retention();

        /**
         * How often claims beyond the retention are deleted, one second to 366 days. Zero: never; then something else
         * has to.
         */
        @WithDefault("1H")
        Duration purgeInterval();
    }
}
