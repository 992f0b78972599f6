package io.penstock.kafka.topic;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Gives up old records as their destinations say, in rounds of one background thread, which waits for Kafka and for the
 * owner of the log. Where nobody has to be asked, Kafka does it by its own retention; what readers may still need is
 * deleted from here, from the front of partitions, since Kafka can delete nowhere else.
 *
 * <p>Two things are not as in a directory. What {@code maxBytes} says is not applied while readers are protected,
 * because Kafka does not tell the bytes of a part of a partition. A tombstone goes after its age, even if a protected
 * reader has not passed it.
 */
public final class KafkaRetention {

    /** The longest time between two rounds; see {@link TopicSettings#NOTICE}. */
    public static final Duration LONGEST_PAUSE = TopicSettings.NOTICE.dividedBy(2);

    private final Topics topics;
    private final LogOwner owner;
    private final InstantSource clock;
    private final Duration young;
    private final Runnable requireOwned;

    /**
     * @param owner who knows what is needed
     * @param young how long a settled message stays, so that it can be read again
     * @param requireOwned throws if somebody else owns the cell. Kafka would delete for a former owner, too
     */
    public KafkaRetention(Topics topics, LogOwner owner, InstantSource clock, Duration young, Runnable requireOwned) {
        this.topics = topics;
        this.owner = owner;
        this.clock = clock;
        this.young = young;
        this.requireOwned = requireOwned;
    }

    private record Candidate(int id, TopicPartition place, PartitionPlan plan) {

        /** Whether the owner deletes its records; otherwise Kafka does, or nobody. */
        boolean isOurs() {
            return plan.cleanup() == CleanupPolicy.SETTLED || plan.protectsReaders() && plan.maxAge() != null;
        }
    }

    /**
     * Does a round.
     *
     * @param ends of all partitions, by id
     * @return where partitions begin now, of those that were looked at
     * @throws JournalException if Kafka did not do all that was asked of it; the next round tries again
     */
    public Map<Integer, Long> round(Map<Integer, Long> ends) {
        await(topics.retryDeletions());
        var planned = ends.keySet().stream()
                .map(this::candidate)
                .filter(each -> each != null)
                .toList();
        planned.stream().filter(each -> each.place.partition() == 0).forEach(each -> await(topics.follow(each.plan)));
        var ours = planned.stream().filter(Candidate::isOurs).toList();
        if (ours.isEmpty()) {
            return Map.of();
        }
        var starts = new HashMap<>(await(offsets(ours, each -> OffsetSpec.earliest())));
        var olds = await(offsets(ours, each -> OffsetSpec.forTimestamp(clock.millis() - keepMillis(each.plan))));
        var below = new HashMap<TopicPartition, Long>();
        for (var each : ours) {
            long start = starts.get(each.place);
            long end = ends.get(each.id);
            long old = olds.get(each.place) < 0 ? end : Math.min(end, olds.get(each.place));
            if (old > start) {
                long first = firstNeeded(each, start, old);
                if (first > start) {
                    below.put(each.place, first);
                }
            }
        }
        if (!below.isEmpty()) {
            requireOwned.run();
            starts.putAll(await(topics.deleteBelow(below)));
        }
        return ours.stream().collect(Collectors.toMap(Candidate::id, each -> starts.get(each.place)));
    }

    private Candidate candidate(int id) {
        var plan = owner.plan(id);
        return plan == null
                ? null
                : new Candidate(
                        id, new TopicPartition(topics.names().ofDestination(plan.destination()), plan.index()), plan);
    }

    private long keepMillis(PartitionPlan plan) {
        return (plan.cleanup() == CleanupPolicy.SETTLED ? young : plan.maxAge()).toMillis();
    }

    /** What is needed at the end of the range, or nothing of it. */
    private long firstNeeded(Candidate candidate, long from, long to) {
        var needed = owner.needed(candidate.id, from, to);
        return needed.length == 0 ? to : Math.max(from, needed[0]);
    }

    /** Chooses what is asked of a partition. */
    @FunctionalInterface
    private interface Question {

        OffsetSpec of(Candidate candidate);
    }

    private CompletableFuture<Map<TopicPartition, Long>> offsets(Collection<Candidate> of, Question question) {
        return topics.offsets(of.stream().collect(Collectors.toMap(Candidate::place, question::of)));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : e;
        }
    }
}
