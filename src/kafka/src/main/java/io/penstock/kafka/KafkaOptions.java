package io.penstock.kafka;

import io.penstock.PenstockException;
import io.penstock.kafka.cells.PlacementRules;
import io.penstock.kafka.instance.DoorSettings;
import io.penstock.remote.TlsOptions;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

    /** The usual time for which calls wait while a cell has no owner. */
    public static final Duration DEFAULT_FAILOVER_WAIT = Duration.ofSeconds(30);

    private static final Duration LONGEST_FAILOVER_WAIT = Duration.ofDays(1);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);

    /** A record that was just written should be read from here: less than this is a mistake in the unit. */
    private static final long LEAST_CACHE_BYTES = 1 << 20;

    /** Names of topics and transactional ids are made of these. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]*");
    private static final int LONGEST_NAME = 100;
    private static final int MOST_CELLS = 100;
    private static final int MAX_PORT = 65_535;
    private static final int MIN_KEY_BYTES = 16;

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
    final KafkaRole role;
    final Duration failoverWait;
    final @Nullable TlsOptions tls;
    final int cells;
    final PlacementRules placement;
    private final DoorSettings door;

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
        role = builder.role;
        failoverWait = builder.failoverWait;
        tls = builder.tls;
        cells = builder.cells;
        door = new DoorSettings(
                builder.linkHost,
                builder.linkPort,
                role == KafkaRole.CLIENT ? "" : advertised(builder.linkHost, builder.advertisedHost),
                builder.sharedKey,
                tls);
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
        require(
                !failoverWait.isNegative() && failoverWait.compareTo(LONGEST_FAILOVER_WAIT) <= 0,
                "failoverWait = " + failoverWait + ": use zero to " + LONGEST_FAILOVER_WAIT);
        require(cells >= 1 && cells <= MOST_CELLS, "cells = " + cells + ": use 1 to " + MOST_CELLS);
        placement = new PlacementRules(cellNames(), builder.placements);
        require(
                door.port() >= 0 && door.port() + cells - 1 <= MAX_PORT,
                "linkPort = " + door.port() + ": use 0 for any free one, to " + (MAX_PORT - cells + 1));
        require(
                role == KafkaRole.CLIENT || tls == null || tls.keyStore() != null,
                "its TLS has no key store, and it may own the cell: name the one with its certificate");
    }

    /** An address of all networks is none that others can connect to: then it is what the machine calls its own. */
    private static String advertised(String host, String advertised) {
        if (!advertised.isEmpty()) {
            return advertised;
        }
        try {
            if (!InetAddress.getByName(host).isAnyLocalAddress()) {
                return host;
            }
            var own = InetAddress.getLocalHost();
            require(
                    !own.isLoopbackAddress(),
                    "linkHost = '" + host + "' and no advertisedHost, and this machine knows itself by "
                            + own.getHostAddress() + " only: say by which host the others reach it");
            return own.getHostAddress();
        } catch (UnknownHostException e) {
            throw new PenstockException.InvalidConfiguration("Invalid options of a broker on Kafka: linkHost = '" + host
                    + "' and no advertisedHost: the address is not known (" + e.getMessage() + ").");
        }
    }

    /** How others reach this instance while it is an owner of that cell: each has a port of its own. */
    DoorSettings door(String of) {
        int port = door.port() == 0 ? 0 : door.port() + cellNames().indexOf(of);
        return new DoorSettings(door.host(), port, door.advertisedHost(), door.sharedKey(), door.tls());
    }

    /** The names of all cells: the first is named in the options, and the others are numbered from 2 on. */
    List<String> cellNames() {
        return IntStream.rangeClosed(1, cells)
                .mapToObj(number -> number == 1 ? cell : cell + "-" + number)
                .toList();
    }

    /** The memory for records of one cell, so that all of them have no more than the options say. */
    long cacheBytesOfCell() {
        return Math.max(LEAST_CACHE_BYTES, cacheBytes / cells);
    }

    byte @Nullable [] sharedKey() {
        return door.sharedKey();
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
        private KafkaRole role = KafkaRole.AUTO;
        private Duration failoverWait = DEFAULT_FAILOVER_WAIT;
        private String linkHost = "localhost";
        private int linkPort;
        private String advertisedHost = "";
        private byte @Nullable [] sharedKey;
        private @Nullable TlsOptions tls;
        private int cells = 1;
        private final Map<String, String> placements = new LinkedHashMap<>();

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

        /**
         * Sets the properties that an application has for all of its clients of Kafka. What the engine decides by
         * itself is left out of them.
         */
        public Builder clientProperties(Map<String, String> properties) {
            properties.forEach((name, value) -> {
                if (!OURS.contains(name)) {
                    client.put(name, value);
                }
            });
            return this;
        }

        /** Names the installation. Its own topics and its transactional ids begin with the name. */
        public Builder installation(String name) {
            installation = Objects.requireNonNull(name, "installation");
            return this;
        }

        /**
         * Names the cell, which is the state of one broker in the installation; with several {@link #cells}, the first.
         */
        public Builder cell(String name) {
            cell = Objects.requireNonNull(name, "cell");
            return this;
        }

        /**
         * Sets how many cells the installation has: each may be owned by another instance. The first has the name of
         * {@link #cell}, and the others that name with {@code -2}, {@code -3} and so on. Set the same for all
         * instances. There can be more later: what exists stays where it is. What is in a cell of a higher number than
         * that cannot be used.
         *
         * @param count 1 to 100
         */
        public Builder cells(int count) {
            cells = count;
            return this;
        }

        /**
         * Adds that new destinations whose names match a pattern get that cell. The first pattern that matches counts;
         * the cells of other destinations are found by the hash of their names.
         *
         * @param pattern words between dots, where {@code *} is any one word and {@code #} any number of words
         * @param name of the cell
         */
        public Builder placement(String pattern, String name) {
            placements.put(Objects.requireNonNull(pattern, "pattern"), Objects.requireNonNull(name, "cell"));
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

        /** Sets whether this instance may own the cell. */
        public Builder role(KafkaRole of) {
            role = Objects.requireNonNull(of, "role");
            return this;
        }

        /** Sets how long calls wait while the cell has no owner, before they fail with {@code Unavailable}. */
        public Builder failoverWait(Duration time) {
            failoverWait = Objects.requireNonNull(time, "failoverWait");
            return this;
        }

        /**
         * Sets where this instance listens for the others while it is the owner: {@code localhost} and any free port,
         * unless it is set, which only programs of this machine can reach.
         *
         * @param host such as {@code 0.0.0.0} for all networks of this machine
         * @param port 0 for any that is free
         */
        public Builder link(String host, int port) {
            linkHost = Objects.requireNonNull(host, "host");
            linkPort = port;
            return this;
        }

        /**
         * Sets by which host the others reach this instance: where it listens, unless it is set; and if that is all
         * networks, the address by which this machine knows itself.
         */
        public Builder advertisedHost(String host) {
            advertisedHost = Objects.requireNonNull(host, "advertisedHost");
            return this;
        }

        /**
         * Sets the key with which instances prove themselves to each other. Without it each owner makes one, and writes
         * it to the journal: whoever may read that topic may do everything.
         *
         * @param key at least 16 random bytes, the same for all instances
         */
        public Builder sharedKey(byte[] key) {
            require(
                    key.length >= MIN_KEY_BYTES,
                    "the shared key has " + key.length + " bytes: use at least " + MIN_KEY_BYTES + " random ones");
            sharedKey = key.clone();
            return this;
        }

        /**
         * Encrypts what instances say to each other. The certificate of an owner has to be for the host by which the
         * others reach it.
         */
        public Builder tls(TlsOptions options) {
            tls = Objects.requireNonNull(options, "tls");
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
