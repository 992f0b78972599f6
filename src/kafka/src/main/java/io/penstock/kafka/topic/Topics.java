package io.penstock.kafka.topic;

import io.penstock.PenstockException.InvalidConfiguration;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.kafka.topic.TopicSettings.Difference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the topics of a cell, has them kept as their destinations say, checks them and deletes them. What concerns one
 * topic is done in the order in which it was asked for.
 *
 * <p>Nothing here waits for Kafka. A stage fails with {@link InvalidConfiguration} if a topic cannot be what it has to
 * be, and with {@link JournalException} if Kafka cannot be asked, or does not answer in time. Stages complete on a
 * thread that must not be made to wait. It is safe for any thread.
 */
public final class Topics {

    private static final Logger LOG = Logger.getLogger(Topics.class);

    /** As many are checked with one question, so that no answer grows too large. */
    private static final int AT_ONCE = 500;

    private final TopicAdmin admin;
    private final TopicNames names;
    private final TopicPolicy policy;
    private final TopicCheck check;
    private final TopicMaker maker;
    private final TopicQueue queue = new TopicQueue();

    /**
     * Topics of destinations that exist, with their ids. Others must not have records when a destination gets them.
     * They are deleted by their ids: whoever was stalled until another instance owned the cell must not delete the
     * topic of a destination that was declared again there.
     */
    private final Map<String, Uuid> known = new ConcurrentHashMap<>();

    /** Topics of deleted destinations that Kafka has not deleted yet. */
    private final Map<String, Uuid> undeleted = new ConcurrentHashMap<>();

    /** What was last said to Kafka of topics whose settings follow their readers. */
    private final Map<String, TopicSettings> kept = new ConcurrentHashMap<>();

    /**
     * @param admin that somebody else closes
     * @param limit of the time for what is asked of Kafka
     */
    public Topics(Admin admin, TopicNames names, TopicPolicy policy, Duration limit) {
        this.admin = new TopicAdmin(admin, limit);
        this.names = names;
        this.policy = policy;
        check = new TopicCheck(policy);
        maker = new TopicMaker(this.admin, policy, check);
    }

    public TopicNames names() {
        return names;
    }

    /**
     * Makes the cell's own topics, of one partition each, or checks those that exist. A journal is not made anew where
     * the snapshots are still there, because what it had is lost then.
     */
    public CompletionStage<Void> openCell() {
        var settings = TopicSettings.ofCell(policy);
        var lost = "Topic '" + names.snapshots() + "' has records, but topic '" + names.journal()
                + "' is not there: the state of the cell is lost. Restore it, or delete both.";
        return told(
                        "The topics of the cell cannot be found",
                        () -> admin.describe(List.of(names.journal(), names.snapshots())))
                .thenCompose(found -> {
                    var snapshots = found.get(names.snapshots());
                    return found.containsKey(names.journal()) || snapshots == null
                            ? CompletableFuture.<Void>completedFuture(null)
                            : maker.requireEmpty(snapshots, lost);
                })
                .thenCompose(done -> provision(names.journal(), settings, 1, true))
                .thenCompose(done -> provision(names.snapshots(), settings, 1, true));
    }

    /**
     * Makes the topics that all cells share, or checks those that exist: the places of destinations, and one that has a
     * partition for each cell.
     */
    public CompletionStage<Void> openShared(int cells) {
        return provision(names.placements(), TopicSettings.ofPlacements(policy), 1, true)
                .thenCompose(done -> provision(names.cells(), TopicSettings.ofCell(policy), cells, true));
    }

    /**
     * Makes the topic of a destination, or has it kept in another way, or gives it more partitions. A topic that exists
     * already and has records is not taken for a new destination: they would be messages that nobody sent there. More
     * partitions than asked for are left alone, since Kafka cannot take any back.
     *
     * @param plan of the destination's first partition
     * @param partitions how many there are to be, with those that exist
     */
    public CompletionStage<Void> provision(PartitionPlan plan, int partitions) {
        try {
            var topic = names.ofDestination(plan.destination());
            return provision(topic, TopicSettings.ofDestination(plan, policy), partitions, false);
        } catch (InvalidConfiguration e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> provision(
            String topic, TopicSettings settings, int partitions, boolean mayHaveRecords) {
        return told(
                "Topic '" + topic + "' of " + partitions + " partition(s) cannot be made",
                () -> queue.next(
                        topic,
                        () -> withoutFormer(topic)
                                .thenCompose(done -> maker.make(
                                        topic, settings, partitions, mayHaveRecords || known.containsKey(topic)))
                                .thenCompose(id -> served(topic, partitions).thenApply(done -> id))
                                .thenAccept(id -> {
                                    known.put(topic, id);
                                    kept.put(topic, settings);
                                })));
    }

    /**
     * Waits until the brokers that lead the partitions serve them, which is some time after they were made; until then one
     * that is asked may know nothing of the topic, though another one has told of it. A broker
     * that does not know a partition yet refuses the first batch of a producer, and may take the second one, behind
     * which the first one has no place any more.
     */
    private CompletableFuture<Void> served(String topic, int partitions) {
        var all = IntStream.range(0, partitions)
                .mapToObj(each -> new TopicPartition(topic, each))
                .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        return admin.until(() -> TopicAdmin.ifPresent(admin.offsets(all)), ends -> ends.isPresent())
                .thenAccept(ends -> {});
    }

    private CompletableFuture<Void> withoutFormer(String topic) {
        var id = undeleted.get(topic);
        return id == null ? CompletableFuture.completedFuture(null) : deleted(topic, id);
    }

    /**
     * Checks the topics of all destinations that exist, when the state has been recovered and before anything is
     * written. What may follow policies is changed where it differs, which a crash can leave behind; the rest is told.
     */
    public CompletionStage<Void> verify(Collection<PlannedTopic> destinations) {
        var wanted = List.copyOf(destinations);
        CompletableFuture<List<Difference>> checked = CompletableFuture.completedFuture(List.of());
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            var some = wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE));
            checked = checked.thenCompose(before -> check(some).thenApply(more -> {
                var both = new ArrayList<>(before);
                both.addAll(more);
                return both;
            }));
        }
        var all = checked;
        return told("The topics of the destinations cannot be checked", () -> all.thenAccept(TopicCheck::refuse));
    }

    private CompletableFuture<List<Difference>> check(List<PlannedTopic> destinations) {
        var wanted = destinations.stream()
                .collect(
                        Collectors.toMap(each -> names.ofDestination(each.plan().destination()), each -> each));
        return admin.describe(wanted.keySet())
                .thenCompose(found -> admin.settings(found.keySet()).thenCompose(has -> {
                    var wrong = new ArrayList<Difference>();
                    var changes = new ArrayList<CompletableFuture<Void>>();
                    wanted.forEach((topic, each) -> {
                        var there = found.get(topic);
                        if (there == null) {
                            wrong.add(new Difference(
                                    topic, "partitions", "none: it does not exist", "" + each.partitions()));
                            return;
                        }
                        var settings = TopicSettings.ofDestination(each.plan(), policy);
                        wrong.addAll(check.unacceptable(there, has.get(topic), settings, each.partitions()));
                        if (policy.createTopics()) {
                            wrong.addAll(check.lacking(there, each.partitions()));
                            changes.add(maker.change(topic, settings, has.get(topic)));
                        }
                        known.put(topic, there.topicId());
                        kept.put(topic, settings);
                    });
                    return CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new))
                            .thenApply(done -> wrong);
                }));
    }

    /**
     * Has the topic of a deleted destination deleted, with what is in it; where topics are not created, what is in it
     * alone. If Kafka does not do that, it is told again in the next {@link KafkaRetention round}, and before a
     * destination of that name gets its topic.
     */
    public void drop(String destination) {
        var topic = names.ofDestination(destination);
        var id = known.remove(topic);
        kept.remove(topic);
        if (id == null) {
            LOG.warnf("Topic '%s' is left alone: nothing is known of a destination that it belonged to.", topic);
            return;
        }
        undeleted.put(topic, id);
        queue.next(topic, () -> deleted(topic, id)).exceptionally(failure -> {
            LOG.warnf(
                    "Topic '%s' of a deleted destination is still there, and will be deleted later: %s",
                    topic,
                    TopicFailure.of("It cannot be deleted", failure, admin.limit())
                            .getMessage());
            return null;
        });
    }

    private CompletableFuture<Void> deleted(String topic, Uuid id) {
        return maker.delete(topic, id).thenRun(() -> undeleted.remove(topic, id));
    }

    /** Has topics deleted whose deletion has not succeeded so far. */
    CompletableFuture<Void> retryDeletions() {
        var all = undeleted.keySet().stream()
                .map(topic -> queue.next(topic, () -> withoutFormer(topic)))
                .toArray(CompletableFuture[]::new);
        return told("Topics of deleted destinations cannot be deleted", () -> CompletableFuture.allOf(all));
    }

    /** Has a topic kept as its plan is now, if that is not what Kafka was told last. */
    CompletableFuture<Void> follow(PartitionPlan plan) {
        var topic = names.ofDestination(plan.destination());
        var settings = TopicSettings.ofDestination(plan, policy);
        if (!policy.createTopics() || !known.containsKey(topic) || settings.equals(kept.get(topic))) {
            return CompletableFuture.completedFuture(null);
        }
        return told(
                "Topic '" + topic + "' cannot be kept in another way",
                () -> queue.next(
                        topic,
                        () -> known.containsKey(topic)
                                ? admin.change(topic, settings.changing()).thenRun(() -> kept.put(topic, settings))
                                : CompletableFuture.completedFuture(null)));
    }

    /**
     * Deletes records from the front of partitions.
     *
     * @param offsets the first of each partition that stays
     * @return completes with where those partitions begin then
     */
    public CompletionStage<Map<TopicPartition, Long>> deleteBelow(Map<TopicPartition, Long> offsets) {
        return told(
                "Old records of " + offsets.size() + " partition(s) cannot be deleted",
                () -> admin.deleteBelow(offsets));
    }

    /**
     * Finds an offset below which all records of a partition are older than a time.
     *
     * @return completes with -1 if all of them are
     */
    public CompletionStage<Long> offsetAt(TopicPartition partition, long timestampMillis) {
        return offsets(Map.of(partition, OffsetSpec.forTimestamp(timestampMillis)))
                .thenApply(found -> found.get(partition));
    }

    CompletableFuture<Map<TopicPartition, Long>> offsets(Map<TopicPartition, OffsetSpec> wanted) {
        return told("Offsets of " + wanted.size() + " partition(s) cannot be found", () -> admin.offsets(wanted));
    }

    /** Fails with what a failure means here. */
    private <T> CompletableFuture<T> told(String what, Supplier<CompletableFuture<T>> question) {
        return CompletableFuture.completedFuture(what)
                .thenCompose(begun -> question.get())
                .exceptionally(failure -> {
                    throw new CompletionException(TopicFailure.of(what, failure, admin.limit()));
                });
    }
}
