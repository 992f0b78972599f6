package io.penstock.quarkus.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of an engine whose log lies in Kafka. They mean nothing unless {@code engine} is {@code kafka}. Where
 * Kafka is, and how it is logged in to, is said by {@code kafka.bootstrap.servers} and the other properties {@code
 * kafka.*} of the application.
 */
@ConfigGroup
public interface KafkaConfig {

    /**
     * The name of the installation: all applications with it share their messages. The names of its own topics and of
     * its transactional ids begin with it.
     */
    @WithDefault("penstock")
    String installation();

    /** What the names of the topics of destinations begin with. By default they are those of the destinations. */
    Optional<String> topicPrefix();

    /**
     * Whether this application may own the cell. {@code auto}: it may, and runs the engine then; of all that may, one
     * does at a time. {@code client}: it never does, and uses the cell through its owner.
     */
    @WithDefault("auto")
    InstanceRole role();

    /** The name of this application in the journal and in logs, for people. By default that of the machine. */
    Optional<String> instance();

    /**
     * The time for which an owner owns the cell after Kafka has confirmed it, 100 ms to 1 h: when it is gone, another
     * one takes over after somewhat more than that.
     */
    @WithDefault("5s")
    @WithConverter(WrittenDuration.class)
    Duration lease();

    /** The number of copies that Kafka keeps of topics that are made: 1 or more. */
    @WithDefault("3")
    @WithConverter(WrittenInt.class)
    int replicationFactor();

    /** The number of copies that have to have what is acknowledged: 1 to the replication factor. */
    @WithDefault("2")
    @WithConverter(WrittenInt.class)
    int minInsyncReplicas();

    /** Whether topics are made, changed and deleted. Without it whoever runs Kafka has to do that. */
    @WithDefault("true")
    boolean createTopics();

    /** The memory for the newest messages while this application owns the cell: 1M or more. */
    @WithDefault("128M")
    MemorySize cache();

    /** The time that a call waits while the cell has no owner, before it fails: 0 to 1 day. */
    @WithDefault("30s")
    @WithConverter(WrittenDuration.class)
    Duration failoverWait();

    /**
     * The number of cells of the installation, each of which another application may own: 1 to 100, the same in all
     * applications. There may be more later.
     */
    @WithDefault("1")
    @WithConverter(WrittenInt.class)
    int cells();

    /**
     * The cell of new destinations whose names match a pattern: words between dots, where {@code *} is any one word and
     * {@code #} any number of words. If several match, the longest counts; the others get theirs by the hash of their
     * names. Cells are named {@code main}, {@code main-2}, {@code main-3} and so on.
     */
    Map<String, String> placement();

    /** How other applications reach this one while it owns the cell. */
    KafkaLinkConfig link();
}
