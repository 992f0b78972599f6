package io.penstock.postgres.outbox;

import io.penstock.postgres.InboxDuration;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** The configuration of the outbox, read at run time. */
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
@ConfigMapping(prefix = "quarkus.penstock.outbox")
public interface OutboxConfig {

    /**
     * Whether this application appends rows of the outbox to its log: {@code true} from its start on, {@code false}
     * never. If it is not set, it does so if there are rows when it starts, or once it has sent something itself.
     */
    Optional<Boolean> relay();

    /**
     * Whether a connection of the pool waits for notifications of the database, so that rows of other applications are
     * noticed at once, and not at the next look.
     */
    @WithDefault("true")
    boolean listen();

    /** The interval at which the relay looks for rows without being told of any: 100 milliseconds to 1 hour. */
    @WithDefault("5S")
    @WithConverter(InboxDuration.class)
    Duration sweepInterval();

    /** The most rows that are claimed and appended together: 1 to 500. */
    @WithDefault("200")
    @WithConverter(OutboxNumber.class)
    int batchSize();

    /** The number of refusals after which a row is abandoned: 1 to 1000. */
    @WithDefault("10")
    @WithConverter(OutboxNumber.class)
    int maxAttempts();

    /** The time until a row is tried again after its first refusal: 10 milliseconds to 1 day. It doubles each time. */
    @WithDefault("1S")
    @WithConverter(InboxDuration.class)
    Duration retryDelay();

    /** The longest time until a row is tried again: {@code retry-delay} to 1 day. */
    @WithDefault("5M")
    @WithConverter(InboxDuration.class)
    Duration maxRetryDelay();

    /** The time that rows are kept after they were sent: 0 to 36525 days. */
    @WithDefault("1D")
    @WithConverter(InboxDuration.class)
    Duration retention();

    /** The interval at which rows that were sent are deleted: 1 second to 366 days. 0 means never. */
    @WithDefault("10M")
    @WithConverter(InboxDuration.class)
    Duration purgeInterval();
}
