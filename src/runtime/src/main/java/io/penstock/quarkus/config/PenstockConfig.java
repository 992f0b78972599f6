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
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of Penstock in an application, read at run time. Each property may be written without
 * {@code quarkus.} as well. An unknown property fails the start.
 */
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
@ConfigMapping(prefix = "quarkus.penstock")
public interface PenstockConfig {

    /**
     * The engine of the broker. {@code embedded}: the log of this application, in its data directory. {@code remote}:
     * the broker of another process, which {@code quarkus.penstock.remote} names; the settings of the log mean nothing
     * then. {@code kafka}: a log in Kafka, see {@code quarkus.penstock.kafka}; it needs the dependency {@code
     * io.penstock:penstock-kafka}.
     */
    @WithDefault("embedded")
    Engine engine();

    /** The broker of another process. */
    RemoteConfig remote();

    /** The log in Kafka. */
    KafkaConfig kafka();

    /** The port at which the broker of this application serves other processes. */
    ServeConfig serve();

    /**
     * The directory of the log. It is created if it does not exist, and belongs to one running application at a time.
     */
    @WithDefault("./data")
    Path data();

    /**
     * How safe a message is when its sender is told that it was accepted. {@code sync}: it is on the storage device,
     * and survives the loss of power. {@code os}: it was written to the operating system, and survives the end of the
     * process. {@code memory}: it is queued for writing, and may be lost with the process, so that it is delivered at
     * most once.
     */
    @WithDefault("sync")
    Durability durability();

    /**
     * The size of the largest message, with its key and headers, in bytes: 1 to somewhat less than 512M. A larger
     * message is refused. Larger messages need larger journal files ({@code quarkus.penstock.journal.file-size}).
     */
    @WithDefault("1M")
    MemorySize maxMessageSize();

    /**
     * The time that a shutdown waits for handlers that are running: 0 to 1 day. Messages that are still being processed
     * after it are released, and delivered again after the next start.
     */
    @WithDefault("10s")
    @WithConverter(WrittenDuration.class)
    Duration drainTimeout();

    /** The journal: the files to which every message is written first. */
    JournalConfig journal();

    /** The archive: the files to which old messages that are still needed are moved. */
    ArchiveConfig archive();

    /** The time that a blocking sender waits for room in a full destination with {@code overflow=block}: 0 to 1 day. */
    @WithDefault("30s")
    @WithConverter(WrittenDuration.class)
    Duration maxSendWait();

    /**
     * The destinations to declare at the start, by name. A destination that exists with other policies is altered to
     * those that are set here; a policy that is not set stays as it is.
     */
    Map<String, DestinationConfig> destinations();

    /**
     * The schedules to declare at the start, by name: messages that are sent at certain times. A schedule that exists
     * and differs is replaced. A schedule that is removed from the configuration stays until it is cancelled.
     */
    Map<String, ScheduleConfig> schedules();

    /**
     * The alerts to declare at the start, by name: what is worth a call. An alert that exists and differs is replaced.
     * An alert that is removed from the configuration stays until it is removed over HTTP or by code.
     */
    Map<String, AlertRuleConfig> alerts();

    /** The webhooks that are called when an alert fires or is resolved, by name. */
    Map<String, WebhookConfig> webhooks();

    /**
     * The settings of listeners, by the listener's name. That is the {@code name} in its annotation; if there is none,
     * the name of the queue, or {@code <topic>.<subscription>}. A message-driven bean has the name of its class.
     */
    @WithDefaults
    Map<String, ListenerConfig> listeners();

    /** The settings of Jakarta Messaging. */
    JmsConfig jms();

    /** The settings of metrics. */
    MetricsConfig metrics();

    /** Who may use the broker from outside the application, or in the name of a user, and for what. */
    SecurityConfig security();

    /** The settings of Jakarta Messaging in this application. */
    interface JmsConfig {

        /**
         * The queue or topic that a JNDI name stands for, by JNDI name: {@code queue:NAME} or {@code topic:NAME}. By
         * default a JNDI name stands for what {@code @JMSDestinationDefinition} defines, or for the destination named
         * by its last segment.
         */
        Map<String, String> jndi();

        /**
         * Whether a client may connect without a user name. It is the application itself then, which may do everything.
         */
        @WithDefault("true")
        boolean allowAnonymous();

        /**
         * Whether a queue or topic that does not exist is declared when a producer, consumer or browser first uses it.
         * If not, its use fails with {@code InvalidDestinationException}.
         */
        @WithDefault("true")
        boolean autoDeclare();

        /**
         * The classes that the body of an object message may have: class names, packages such as {@code com.acme.*}, or
         * packages with their subpackages such as {@code com.acme.**}. By default no class is trusted.
         */
        Optional<List<String>> trustedClasses();

        /**
         * The settings of message-driven beans, by class name. {@code penstock.listeners} has further settings under
         * the same name.
         */
        @WithDefaults
        Map<String, MessageDrivenConfig> mdb();
    }

    /**
     * The settings of one message-driven bean. A value that is set here takes precedence over the bean's annotations.
     */
    interface MessageDrivenConfig {

        /**
         * The JNDI name of the queue or topic that the bean consumes. The default is the destination in the
         * annotations.
         */
        Optional<String> destination();

        /**
         * The largest number of instances of the bean that consume at a time: 1 to 10000. The default is
         * {@code maxSession} in the annotations, or 15 for a queue and 1 for a topic.
         */
        Optional<@WithConverter(WrittenInt.class) Integer> maxSession();
    }

    /** The settings of the journal, the files to which every message is written first. */
    interface JournalConfig {

        /**
         * The size of each journal file: a multiple of 4K, at most 1G. A file has to hold two of the largest frames, so
         * the smallest size grows with {@code penstock.max-message-size}. Each file is filled with zeros before it is
         * used.
         */
        @WithDefault("64M")
        MemorySize fileSize();

        /**
         * The longest time until written data is forced to the storage device if no sender waits for it: 1 millisecond
         * to 60 seconds.
         */
        @WithDefault("50ms")
        @WithConverter(WrittenDuration.class)
        Duration forceInterval();

        /**
         * The free space of the file system below which senders are refused while consumers go on; 0 means no such
         * limit. It should be several times the size of a journal file, so that the shortage is noticed in time.
         */
        @WithDefault("256M")
        MemorySize minFreeSpace();
    }

    /** The settings of the archive, the files to which old messages that are still needed are moved. */
    interface ArchiveConfig {

        /**
         * The number of full journal files that are kept before the oldest is moved to the archive: 0 to 10000.
         * Messages that are settled before then are never copied. A start reads all files that are kept.
         */
        @WithDefault("4")
        @WithConverter(WrittenInt.class)
        int youngFiles();

        /**
         * The size at which a segment of the archive ends and the next one begins: 4K to 1G. Retention by age and size
         * deletes whole segments.
         */
        @WithDefault("64M")
        MemorySize segmentSize();
    }

    /** The settings of one destination. */
    interface DestinationConfig {

        /**
         * The kind of the destination: {@code queue}, {@code topic} or {@code exchange}. The kind of an existing
         * destination cannot change.
         */
        @WithDefault("queue")
        DestinationKind kind();

        /**
         * The number of partitions, which are the units of order: 1 to 65536. An existing destination with fewer
         * partitions grows at the start, and messages of a key stay in order. An existing destination with more
         * partitions stops the start. The default is 1, or the number that an existing destination has.
         */
        Optional<@WithConverter(WrittenInt.class) Integer> partitions();

        /** The retention of old messages: which of them are deleted, and when. */
        RetentionConfig retention();

        /**
         * The compression of messages in the archive: {@code none}, {@code lz4} or {@code zstd}. The last one needs the
         * library {@code com.github.luben:zstd-jni}. The default is {@code none}.
         */
        Optional<Compression> compression();

        /**
         * The time that the broker remembers the ids that senders set, so that a second message with the same id is not
         * written: 0 to 7 days; 0 means that ids are not remembered. The default is 5 minutes.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> deduplication();

        /**
         * The number of priority levels: 2 to 10, or 1 for none. Messages of a higher priority are delivered first. The
         * number of an existing destination cannot change. The default is 1.
         */
        Optional<@WithConverter(WrittenInt.class) Integer> priorities();

        /** The limits of the messages that wait in the destination. By default there are none. */
        LimitsConfig limits();

        /**
         * The time after its sending at which a message expires that sets no expiration itself: 0 to 3660 days; 0 means
         * never. In a dead-letter queue it is the time that dead letters are kept. The default is 0.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> timeToLive();

        /** The settings of a destination of kind {@code exchange}: how it routes. */
        ExchangeConfig exchange();
    }

    /** The settings of an exchange: how it routes. */
    interface ExchangeConfig {

        /**
         * The type of the exchange: {@code direct}, {@code fanout}, {@code pattern} or {@code headers}. An exchange
         * needs one; other kinds of destinations have none.
         */
        Optional<ExchangeType> type();

        /** The name of the destination that takes messages for which no binding matches. By default there is none. */
        Optional<String> alternate();

        /**
         * What happens to a message for which no binding matches, if there is no alternate: {@code reject} refuses it,
         * so that its sender gets an error, and {@code discard} deletes it.
         */
        @WithDefault("reject")
        UnroutablePolicy unroutable();

        /**
         * The bindings to declare at the start. A binding that is removed from the configuration stays until it is
         * unbound.
         */
        List<BindingConfig> bindings();
    }

    /** The settings of one binding of an exchange. */
    interface BindingConfig {

        /** The name of the queue, topic or exchange that takes the messages. */
        String destination();

        /**
         * The routing key that a message must have ({@code direct}), or the pattern that its routing key must match
         * ({@code pattern}).
         */
        Optional<String> pattern();

        /** The values that headers of a message must have, by header name ({@code headers}). */
        Map<String, String> headers();

        /** How many of the headers must match: {@code all} or {@code any}. */
        @WithDefault("all")
        HeaderMatch match();

        /** A message selector that a message must match besides. By default there is none. */
        Optional<String> filter();
    }

    /** The limits of the messages that wait in a destination, and what happens when they are reached. */
    interface LimitsConfig {

        /** The largest number of messages that are not settled; 0 means no limit. The default is 0. */
        Optional<@WithConverter(WrittenLong.class) Long> maxMessages();

        /**
         * The largest total size of messages that are not settled, with keys and headers, in bytes; 0 means no limit.
         * The default is 0.
         */
        Optional<MemorySize> maxSize();

        /**
         * The size of the largest message, with its key and headers, in bytes. It is at most {@code max-size}, if that
         * is set; 0 means {@code penstock.max-message-size}. The default is 0.
         */
        Optional<MemorySize> maxMessageSize();

        /**
         * What happens to a message for which there is no room: {@code reject} refuses it, {@code block} lets its
         * sender wait, and {@code discard-oldest} deletes the oldest message that no consumer has. The last two need
         * {@code max-messages} or {@code max-size}. The default is {@code reject}.
         */
        Optional<Overflow> overflow();
    }

    /** The settings of one schedule: a message that is sent at certain times. */
    interface ScheduleConfig {

        /**
         * The times of sending as a cron expression: five fields as in Unix, or six fields from seconds to day of week
         * as in Quartz. A schedule has either {@code cron} or {@code every}.
         */
        Optional<String> cron();

        /** The time zone in which the cron expression is read, such as {@code Europe/Berlin}. */
        @WithDefault("UTC")
        String zone();

        /**
         * The interval between two messages: 1 second to 3660 days. A schedule has either {@code cron} or
         * {@code every}.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> every();

        /** The name of the destination that takes the message. A queue is declared if it does not exist. */
        String destination();

        /** The key of the message. By default it has none. */
        Optional<String> key();

        /** The body of the message, as text. By default it has none. */
        Optional<String> body();

        /** The headers of the message, by name. */
        Map<String, String> headers();

        /**
         * The time before which no message is sent, such as {@code 2026-01-31T12:00:00Z}. By default the schedule
         * starts at once.
         */
        Optional<String> start();

        /**
         * The time from which on no message is sent any more. By default the schedule never ends. A schedule whose end
         * has passed before the start is not declared, and a warning says so.
         */
        Optional<String> end();

        /**
         * What happens to firings that were missed while the application was down: {@code fire-once} sends the latest
         * one, {@code skip} sends the latest one if it is at most 60 seconds late, and {@code fire-all} sends each of
         * them.
         */
        @WithDefault("fire-once")
        MisfirePolicy misfire();
    }

    /**
     * The retention of old messages of a destination. Messages in the journal files that are kept
     * ({@code penstock.archive.young-files}) stay in any case.
     */
    interface RetentionConfig {

        /**
         * The rule by which old messages are deleted: {@code settled} when they are settled, for queues; {@code delete}
         * by age and size, or {@code compact} by key, for topics. The default is {@code settled} for queues and
         * {@code delete} for topics.
         */
        Optional<Cleanup> cleanup();

        /**
         * The age at which a message is deleted, counted from its sending: 0 to 36525 days; 0 means that messages are
         * kept for ever. Queues have no such age. The default is 7 days with {@code delete}, and 0 with
         * {@code compact}.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> maxAge();

        /**
         * The largest size of a partition in the archive, in bytes, above which its oldest messages are deleted; 0
         * means no limit. Queues have no such limit. The default is 0.
         */
        Optional<MemorySize> maxSize();

        /**
         * The time that a message without a body stays, which marks its key as deleted: 0 to 36525 days, only with
         * {@code compact}. The default is 24 hours.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> tombstoneAge();
    }
}
