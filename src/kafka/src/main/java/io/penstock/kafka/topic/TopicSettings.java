package io.penstock.kafka.topic;

import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Kafka has to be told of a topic.
 *
 * @param fixed settings on which the promises depend, from the making of the topic on
 * @param changing settings that follow the policies of the destination and the limits of the engine
 */
record TopicSettings(Map<String, String> fixed, Map<String, String> changing) {

    /**
     * By how much Kafka's retention is longer than what a destination says. A reader that must not lose a message may
     * come at any time, and Kafka hears of it in the next {@link KafkaRetention round}: what goes until then had been
     * too old when the reader came.
     */
    static final Duration NOTICE = Duration.ofMinutes(10);

    private static final String FOR_EVER = "-1";
    private static final String UNBOUNDED = "" + Long.MAX_VALUE;

    private static final String MIN_IN_SYNC = "min.insync.replicas";
    private static final String MAX_MESSAGE = "max.message.bytes";
    private static final String CLEANUP = "cleanup.policy";

    /** Of these, more is as good. */
    private static final Set<String> LEAST = Set.of(MIN_IN_SYNC, MAX_MESSAGE);

    /** Space is given back by files: those of topics whose records go one by one are smaller than Kafka's 1 GiB. */
    private static final long FILE_BYTES = 64 << 20;

    /** A setting that is not what it has to be. */
    record Difference(String topic, String key, String found, String expected) {

        @Override
        public String toString() {
            return "topic '" + topic + "' has " + key + " = " + found + ", expected is " + expected;
        }
    }

    /** The settings of a topic with the state of a cell: what goes is deleted by the owner. */
    static TopicSettings ofCell(TopicPolicy policy) {
        return new TopicSettings(fixed(policy), kept(policy));
    }

    /** Settings of the topic with the places of destinations: the last record of each name stays. */
    static TopicSettings ofPlacements(TopicPolicy policy) {
        var changing = kept(policy);
        changing.put(CLEANUP, "compact");
        return new TopicSettings(fixed(policy), changing);
    }

    static TopicSettings ofDestination(PartitionPlan plan, TopicPolicy policy) {
        var changing = kept(policy);
        boolean limited = plan.maxAge() != null || plan.maxBytes() > 0;
        if (plan.cleanup() == CleanupPolicy.COMPACT) {
            // The owner can delete from the front only where the policy has it.
            changing.put(CLEANUP, limited ? "compact,delete" : "compact");
            changing.put("delete.retention.ms", "" + plan.tombstoneAge().toMillis());
        }
        if (limited && plan.cleanup() != CleanupPolicy.SETTLED && !plan.protectsReaders()) {
            if (plan.maxAge() != null) {
                changing.put("retention.ms", "" + plan.maxAge().plus(NOTICE).toMillis());
            }
            if (plan.maxBytes() > 0) {
                changing.put("retention.bytes", "" + plan.maxBytes());
            }
        }
        return new TopicSettings(fixed(policy), changing);
    }

    private static Map<String, String> fixed(TopicPolicy policy) {
        var fixed = new LinkedHashMap<String, String>();
        fixed.put("unclean.leader.election.enable", "false");
        fixed.put("message.timestamp.type", "CreateTime");
        fixed.put("message.timestamp.before.max.ms", UNBOUNDED);
        fixed.put("message.timestamp.after.max.ms", UNBOUNDED);
        fixed.put(MIN_IN_SYNC, "" + policy.minInSyncReplicas());
        return fixed;
    }

    private static Map<String, String> kept(TopicPolicy policy) {
        var kept = new LinkedHashMap<String, String>();
        kept.put(MAX_MESSAGE, "" + policy.maxMessageBytes());
        kept.put(CLEANUP, "delete");
        kept.put("retention.ms", FOR_EVER);
        kept.put("retention.bytes", FOR_EVER);
        return kept;
    }

    /** All that is said when the topic is made. */
    Map<String, String> all() {
        var all = new LinkedHashMap<>(fixed);
        all.putAll(changing);
        long file = Math.max(FILE_BYTES, 2 * Long.parseLong(changing.get(MAX_MESSAGE)));
        all.put("segment.bytes", "" + Math.min(Integer.MAX_VALUE, file));
        return all;
    }

    List<Difference> wrong(String topic, Map<String, String> found) {
        return differences(topic, fixed, found);
    }

    List<Difference> outdated(String topic, Map<String, String> found) {
        return differences(topic, changing, found);
    }

    private static List<Difference> differences(String topic, Map<String, String> wanted, Map<String, String> found) {
        var differences = new ArrayList<Difference>();
        wanted.forEach((key, expected) -> {
            var value = found.get(key);
            if (value == null || !isAsGood(key, value, expected)) {
                differences.add(
                        new Difference(topic, key, value, LEAST.contains(key) ? expected + " or more" : expected));
            }
        });
        return differences;
    }

    private static boolean isAsGood(String key, String found, String expected) {
        if (LEAST.contains(key)) {
            return Long.parseLong(found) >= Long.parseLong(expected);
        }
        return key.equals(CLEANUP)
                ? Set.of(found.split(",")).equals(Set.of(expected.split(",")))
                : found.equals(expected);
    }
}
