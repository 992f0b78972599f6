package io.penstock.quarkus.config;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.MisfirePolicy;
import io.penstock.Overflow;
import io.penstock.UnroutablePolicy;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Penstock in this application, at run time. A name below {@code penstock.} that no mapping has fails the start.
 *
 * <p>No configuration root of Quarkus: that would claim all of {@code penstock.}, and warn of each name in it that
 * another mapping reads, such as {@code penstock.postgres}.
 */
@ConfigMapping(prefix = "penstock")
public interface PenstockConfig {

    /**
     * The directory that holds the log. Created if it does not exist; it belongs to one running application at a time.
     */
    @WithDefault("./data")
    Path data();

    /**
     * What has happened to a message when its sender is told that it was accepted: {@code sync}, forced to the storage
     * device; {@code os}, handed to the operating system, which survives a killed process and not a lost machine; or
     * {@code memory}, queued: at most once, messages do not outlive the process.
     */
    @WithDefault("sync")
    Durability durability();

    /** The largest message, key and headers included. */
    @WithDefault("1M")
    MemorySize maxMessageSize();

    /**
     * How long a shutdown waits for handlers that are running. After it their messages are released, and delivered
     * again after the next start.
     */
    @WithDefault("10s")
    Duration drainTimeout();

    /** The journal, where every message is written first. */
    JournalConfig journal();

    /** The archive, where messages go that have become old and are still needed. */
    ArchiveConfig archive();

    /** How long a blocking sender waits for room in a destination that is full and has {@code overflow=block}. */
    @WithDefault("30s")
    Duration maxSendWait();

    /** Destinations to declare at start, by name. One that exists with other policies than are said here gets those. */
    Map<String, DestinationConfig> destinations();

    /**
     * Messages that are sent by the clock, by name. One that exists and is different becomes as is said here; one that
     * is no longer said stays until it is cancelled.
     */
    Map<String, ScheduleConfig> schedules();

    /** Listeners, by name: a queue's name, {@code <topic>.<subscription>}, or what the annotation says. */
    @WithDefaults
    Map<String, ListenerConfig> listeners();

    /** Jakarta Messaging as a container gives it. */
    JmsConfig jms();

    /** Metrics: which destinations are measured by themselves. */
    MetricsConfig metrics();

    /** Jakarta Messaging as a container gives it. */
    interface JmsConfig {

        /**
         * What JNDI names of destinations mean: {@code queue:NAME} or {@code topic:NAME}. By default the last segment
         * of the JNDI name.
         */
        Map<String, String> jndi();

        /**
         * Who may connect with name and password, by name: the password's hash, as {@code Users.hash} of penstock-jms
         * writes it.
         */
        Map<String, String> users();

        /** Whether one may connect without a name. */
        @WithDefault("true")
        boolean allowAnonymous();

        /** Whether a queue or topic that does not exist is declared when a client first names it. */
        @WithDefault("true")
        boolean autoDeclare();

        /**
         * The classes that object messages may be read as: class names, or packages as {@code com.acme.*} and, with
         * their subpackages, {@code com.acme.**}. None unless it is said.
         */
        Optional<List<String>> trustedClasses();

        /** Message-driven beans, by class name. Each is a listener of that name too. */
        @WithDefaults
        Map<String, MessageDrivenConfig> mdb();
    }

    /** One message-driven bean. What is set here beats its annotations. */
    interface MessageDrivenConfig {

        /** JNDI name of what it consumes. */
        Optional<String> destination();

        /** How many instances consume at a time at most. */
        OptionalInt maxSession();
    }

    /** The journal. */
    interface JournalConfig {

        /** The size of each journal file, which is written in full before it is used. */
        @WithDefault("64M")
        MemorySize fileSize();

        /** How long writes that nobody waits for stay unforced at most. */
        @WithDefault("50ms")
        Duration forceInterval();

        /**
         * While less than this is free, senders are refused and consumers go on; 0 for never. A few times the size of a
         * file, so that it is noticed in time.
         */
        @WithDefault("256M")
        MemorySize minFreeSpace();
    }

    /** The archive. */
    interface ArchiveConfig {

        /**
         * How many full journal files stay before the oldest is moved to the archive. What is settled before so much
         * more was written is never written again; a start reads this much.
         */
        @WithDefault("4")
        int youngFiles();

        /** Where a segment of the archive ends and the next begins. Age and size remove whole segments. */
        @WithDefault("64M")
        MemorySize segmentSize();
    }

    /** One destination. */
    interface DestinationConfig {

        /** A {@code queue}, a {@code topic} or an {@code exchange}. */
        @WithDefault("queue")
        DestinationKind kind();

        /**
         * Partitions: the units of order. With a larger number than before the destination grows at the start, and its
         * keys keep their order; a smaller number stops the start. One, or as many as there are, unless it is said.
         */
        OptionalInt partitions();

        /** How long old messages are kept. */
        RetentionConfig retention();

        /** How old messages are compressed: {@code none}, {@code lz4} or {@code zstd}. None unless it is said. */
        Optional<Compression> compression();

        /**
         * How long the ids that senders set are remembered, so that a second message of that id is not written; 0 for
         * not at all. Five minutes unless it is said.
         */
        Optional<Duration> deduplication();

        /**
         * Lanes by priority, 2 to 10: messages of a higher priority come first. 1, which is usual, is off. Fixed once
         * the destination exists.
         */
        Optional<Integer> priorities();

        /** How much may wait in it: not settled yet. Any number unless it is said. */
        LimitsConfig limits();

        /**
         * How long messages are of use that say nothing about it, counted from their sending; 0 for ever. In a queue of
         * dead letters: how long those are kept. For ever unless it is said.
         */
        Optional<Duration> timeToLive();

        /** How an exchange routes. */
        ExchangeConfig exchange();
    }

    /** How an exchange routes. */
    interface ExchangeConfig {

        /** {@code direct}, {@code fanout}, {@code pattern} or {@code headers}. */
        Optional<ExchangeType> type();

        /** Where messages go that match no binding. */
        Optional<String> alternate();

        /** What becomes of those without an alternate: {@code reject} or {@code discard}. */
        @WithDefault("reject")
        UnroutablePolicy unroutable();

        /** Bindings to make at start. One that exists and is no longer said stays until it is removed. */
        List<BindingConfig> bindings();
    }

    /** A binding of an exchange. */
    interface BindingConfig {

        /** The queue, topic or exchange that messages go to. */
        String destination();

        /** The routing key ({@code direct}) or the pattern ({@code pattern}). */
        Optional<String> pattern();

        /** What headers a message is to have ({@code headers}), by name. */
        Map<String, String> headers();

        /** How many of the headers: {@code all} or {@code any}. */
        @WithDefault("all")
        HeaderMatch match();

        /** Which of the messages that match otherwise, as a message selector. */
        Optional<String> filter();
    }

    /** How much may wait in a destination. */
    interface LimitsConfig {

        /** Messages that are not settled; 0 for any number. */
        Optional<Long> maxMessages();

        /** Of those messages: key, body and headers; 0 for any size. */
        Optional<MemorySize> maxSize();

        /** Of one message; 0 for what the broker takes. */
        Optional<MemorySize> maxMessageSize();

        /**
         * What becomes of a message for which there is no room: {@code reject}, which is usual, {@code block}, its
         * sender waits, or {@code discard-oldest}.
         */
        Optional<Overflow> overflow();
    }

    /** One message that is sent by the clock. */
    interface ScheduleConfig {

        /**
         * When: five fields as Unix has them, or six from seconds to day of week as Quartz has them. Either this or an
         * interval.
         */
        Optional<String> cron();

        /** The time zone of the cron expression, such as {@code Europe/Berlin}. */
        @WithDefault("UTC")
        String zone();

        /** How often; either this or a cron expression. */
        Optional<Duration> every();

        /** Where the message goes. */
        String destination();

        /** Its key. */
        Optional<String> key();

        /** Its body. */
        Optional<String> body();

        /** Its headers, by name. */
        Map<String, String> headers();

        /** Before which it is not sent, such as {@code 2026-01-31T12:00:00Z}. */
        Optional<String> start();

        /** From which on it is not sent any more. */
        Optional<String> end();

        /**
         * What becomes of times that passed while the application was down: {@code fire-once}, the latest is made up
         * for; {@code skip}; or {@code fire-all}.
         */
        @WithDefault("fire-once")
        MisfirePolicy misfire();
    }

    /** How long old messages of a destination are kept; those of the newest journal files are there in any case. */
    interface RetentionConfig {

        /**
         * What decides: {@code settled} for queues; for topics {@code delete}, by age and size, which is usual, or
         * {@code compact}, by key.
         */
        Optional<Cleanup> cleanup();

        /** Older messages go; 0 keeps them for ever. Seven days for topics that delete, unless something is said. */
        Optional<Duration> maxAge();

        /** Of each partition, as it lies in the archive: beyond it the oldest messages go; 0 for any size. */
        Optional<MemorySize> maxSize();

        /** How long a message without body stays that marks its key as gone; only for {@code compact}. One day. */
        Optional<Duration> tombstoneAge();
    }
}
