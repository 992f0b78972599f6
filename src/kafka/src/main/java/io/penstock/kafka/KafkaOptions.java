package io.penstock.kafka;

import io.penstock.PenstockException;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Kafka options say where the Kafka of a broker is, which state in it is meant, and how it is kept. Immutable. */
public final class KafkaOptions {

    /** The usual name of an installation, with which the names of its own topics begin. */
    public static final String DEFAULT_INSTALLATION = "penstock";

    /** The usual name of the cell, which is one broker's state. */
    public static final String DEFAULT_CELL = "main";

    /** The usual time for which an owner owns the cell after Kafka has confirmed it. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(5);

    /** The usual number of copies that Kafka keeps of each topic. */
    public static final int DEFAULT_REPLICATION_FACTOR = 3;

    /** The usual number of copies that have to have what is acknowledged. */
    public static final int DEFAULT_MIN_IN_SYNC_REPLICAS = 2;

    /** The usual memory for records that need not be fetched from Kafka: 128 MiB. */
    public static final long DEFAULT_CACHE_BYTES = 128L << 20;

    /** The usual number of frames after which the state is written as a snapshot: a second of reading at an opening. */
    public static final int DEFAULT_SNAPSHOT_FRAMES = 100_000;

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);

    /** A record that was just written should be read from here: less than this is a mistake in the unit. */
    private static final long LEAST_CACHE_BYTES = 1 << 20;

    /** Names of topics and transactional ids are made of these. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]*");
    private static final int LONGEST_NAME = 100;

    /** What the engine decides by itself, because its promises depend on it. */
    private static final Set<String> OURS = Set.of(
            "acks",
            "auto.offset.reset",
            "enable.auto.commit",
            "enable.idempotence",
            "group.id",
            "isolation.level",
            "key.deserializer",
            "key.serializer",
            "partitioner.class",
            "transactional.id",
            "value.deserializer",
            "value.serializer");

    final Map<String, String> client;
    final String installation;
    final String cell;
    final String topicPrefix;
    final String instance;
    final Duration lease;
    final int replicationFactor;
    final int minInSyncReplicas;
    final boolean createTopics;
    final long cacheBytes;
    final int snapshotFrames;

    private KafkaOptions(Builder builder) {
        client = Map.copyOf(builder.client);
        installation = builder.installation;
        cell = builder.cell;
        topicPrefix = builder.topicPrefix;
        instance = builder.instance;
        lease = builder.lease;
        replicationFactor = builder.replicationFactor;
        minInSyncReplicas = builder.minInSyncReplicas;
        createTopics = builder.createTopics;
        cacheBytes = builder.cacheBytes;
        snapshotFrames = builder.snapshotFrames;
        require(!client.getOrDefault("bootstrap.servers", "").isBlank(), "no bootstrap.servers");
        requireName(NAME, "installation", installation);
        requireName(NAME, "cell", cell);
        requireName(PREFIX, "topicPrefix", topicPrefix);
        require(
                lease.compareTo(SHORTEST_LEASE) >= 0 && lease.compareTo(LONGEST_LEASE) <= 0,
                "lease = " + lease + ": use " + SHORTEST_LEASE + " to " + LONGEST_LEASE);
        require(
                replicationFactor >= 1 && replicationFactor <= Short.MAX_VALUE,
                "replicationFactor = " + replicationFactor + ": use 1 to " + Short.MAX_VALUE);
        require(
                minInSyncReplicas >= 1 && minInSyncReplicas <= replicationFactor,
                "minInSyncReplicas = " + minInSyncReplicas + ": use 1 to replicationFactor = " + replicationFactor);
        require(
                cacheBytes >= LEAST_CACHE_BYTES,
                "cacheBytes = " + cacheBytes + ": use " + LEAST_CACHE_BYTES + " or more");
        require(snapshotFrames >= 1, "snapshotFrames = " + snapshotFrames + ": use 1 or more");
    }

    private static void requireName(Pattern pattern, String what, String name) {
        require(
                pattern.matcher(name).matches() && name.length() <= LONGEST_NAME,
                what + " = '" + name + "': use letters, digits, '.', '_' and '-', " + LONGEST_NAME + " at most");
    }

    private static void require(boolean isRight, String problem) {
        if (!isRight) {
            throw new PenstockException.InvalidConfiguration("Invalid options of a broker on Kafka: " + problem + ".");
        }
    }

    /** Starts with the Kafka that one of those servers belongs to. */
    public static Builder at(String bootstrapServers) {
        return new Builder().property("bootstrap.servers", bootstrapServers);
    }

    /** Collects what the options consist of. Not thread-safe. */
    public static final class Builder {

        private final Map<String, String> client = new TreeMap<>();
        private String installation = DEFAULT_INSTALLATION;
        private String cell = DEFAULT_CELL;
        private String topicPrefix = "";
        private String instance = "";
        private Duration lease = DEFAULT_LEASE;
        private int replicationFactor = DEFAULT_REPLICATION_FACTOR;
        private int minInSyncReplicas = DEFAULT_MIN_IN_SYNC_REPLICAS;
        private boolean createTopics = true;
        private long cacheBytes = DEFAULT_CACHE_BYTES;
        private int snapshotFrames = DEFAULT_SNAPSHOT_FRAMES;

        private Builder() {}

        /**
         * Sets a property that all clients of Kafka get, such as one for security or a timeout.
         *
         * @throws PenstockException.InvalidConfiguration if the engine decides it by itself
         */
        public Builder property(String name, String value) {
            require(!OURS.contains(name), name + " is set, which the engine decides by itself");
            client.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Names the installation. Its own topics and its transactional ids begin with the name. */
        public Builder installation(String name) {
            installation = Objects.requireNonNull(name, "installation");
            return this;
        }

        /** Names the cell, which is the state of one broker in the installation. */
        public Builder cell(String name) {
            cell = Objects.requireNonNull(name, "cell");
            return this;
        }

        /** Sets what the names of the destinations' topics begin with: nothing, unless it is set. */
        public Builder topicPrefix(String prefix) {
            topicPrefix = Objects.requireNonNull(prefix, "topicPrefix");
            return this;
        }

        /** Says for people which instance this is: it stands in the journal while this one owns the cell. */
        public Builder instance(String name) {
            instance = Objects.requireNonNull(name, "instance");
            return this;
        }

        /** Sets for how long an owner owns the cell after Kafka has confirmed it; another one waits that long. */
        public Builder lease(Duration time) {
            lease = Objects.requireNonNull(time, "lease");
            return this;
        }

        /** Sets how many copies Kafka keeps of a topic that is created. */
        public Builder replicationFactor(int copies) {
            replicationFactor = copies;
            return this;
        }

        /** Sets how many copies have to have what is acknowledged. */
        public Builder minInSyncReplicas(int copies) {
            minInSyncReplicas = copies;
            return this;
        }

        /** Sets whether topics are created that are not there: without it, whoever runs Kafka has to make them. */
        public Builder createTopics(boolean create) {
            createTopics = create;
            return this;
        }

        /** Sets the memory for records that need not be fetched from Kafka, in bytes. */
        public Builder cacheBytes(long bytes) {
            cacheBytes = bytes;
            return this;
        }

        /** Sets after how many frames the state is written as a snapshot. */
        public Builder snapshotFrames(int frames) {
            snapshotFrames = frames;
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws PenstockException.InvalidConfiguration if a value is out of range; the message says which
         */
        public KafkaOptions build() {
            return new KafkaOptions(this);
        }
    }
}
