package io.penstock.kafka.topic;

import io.penstock.PenstockException;
import io.penstock.PenstockException.InvalidConfiguration;
import io.penstock.kafka.topic.TopicSettings.Difference;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes topics, and makes those that exist what they have to be. */
final class TopicMaker {

    private static final Logger LOG = Logger.getLogger(TopicMaker.class);

    private final TopicAdmin admin;
    private final TopicPolicy policy;
    private final TopicCheck check;

    /** Topics that were made here, and that nobody else can have made. */
    private final Set<Uuid> made = ConcurrentHashMap.newKeySet();

    TopicMaker(TopicAdmin admin, TopicPolicy policy, TopicCheck check) {
        this.admin = admin;
        this.policy = policy;
        this.check = check;
    }

    /**
     * Completes with the id of the topic.
     *
     * @param mayHaveRecords if the topic exists
     */
    CompletableFuture<Uuid> make(String topic, TopicSettings settings, int partitions, boolean mayHaveRecords) {
        return admin.find(topic).thenCompose(found -> {
            if (found.isPresent()) {
                return adapt(found.get(), settings, partitions, mayHaveRecords);
            }
            if (!policy.createTopics()) {
                throw new InvalidConfiguration("Topic '" + topic + "' does not exist, and the options say that topics"
                        + " are not created. Create it with " + partitions + " partition(s), " + policy.replicas()
                        + " replica(s) and " + settings.all() + ".");
            }
            return create(topic, settings, partitions, mayHaveRecords);
        });
    }

    private CompletableFuture<Uuid> create(
            String topic, TopicSettings settings, int partitions, boolean mayHaveRecords) {
        return admin.create(topic, partitions, policy.replicas(), settings.all())
                .thenApply(id -> {
                    made.add(id);
                    return id;
                })
                .thenCompose(id -> admin.until(
                        () -> admin.find(topic),
                        found -> found.filter(each -> each.topicId().equals(id)).isPresent()
                                && isServed(found.get(), partitions)))
                .handle((found, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(
                                found.orElseThrow().topicId());
                    }
                    // Somebody was quicker, or the broker that was asked first had not heard of it.
                    return PenstockException.causeOf(failure) instanceof TopicExistsException
                            ? admin.until(() -> admin.find(topic), there -> there.isPresent())
                                    .thenCompose(
                                            there -> adapt(there.orElseThrow(), settings, partitions, mayHaveRecords))
                            : CompletableFuture.<Uuid>failedFuture(failure);
                })
                .thenCompose(adapted -> adapted);
    }

    boolean hasMade(Uuid id) {
        return made.contains(id);
    }

    private static boolean isServed(TopicDescription found, int partitions) {
        return found.partitions().size() >= partitions
                && found.partitions().stream()
                        .allMatch(
                                each -> each.leader() != null && !each.leader().isEmpty());
    }

    /** Changes what may be changed of a topic that exists, and refuses what may not. */
    private CompletableFuture<Uuid> adapt(
            TopicDescription found, TopicSettings settings, int partitions, boolean mayHaveRecords) {
        var topic = found.name();
        var acceptable = mayHaveRecords
                ? CompletableFuture.<Void>completedFuture(null)
                : requireEmpty(
                        found,
                        "Topic '" + topic
                                + "' exists already and has records, though no destination is declared here that it"
                                + " belongs to. Delete it if nobody needs it, or choose another name or prefix.");
        return acceptable.thenCompose(empty -> admin.settings(List.of(topic))).thenCompose(all -> {
            var has = all.get(topic);
            TopicCheck.refuse(check.unacceptable(found, has, settings, partitions));
            return change(topic, settings, has)
                    .thenCompose(done -> grow(found, partitions))
                    .thenApply(done -> found.topicId());
        });
    }

    /** Gives a topic what it has not of those settings that change. */
    CompletableFuture<Void> change(String topic, TopicSettings settings, Map<String, String> has) {
        var outdated = settings.outdated(topic, has).stream().map(Difference::key);
        var wanted = outdated.collect(
                Collectors.toMap(key -> key, key -> settings.changing().get(key)));
        return wanted.isEmpty() ? CompletableFuture.completedFuture(null) : admin.change(topic, wanted);
    }

    private CompletableFuture<Void> grow(TopicDescription found, int partitions) {
        int has = found.partitions().size();
        if (has > partitions) {
            LOG.warnf(
                    "Topic '%s' has %d partitions, and its destination has %d: the others are not used.",
                    found.name(), has, partitions);
        }
        if (has >= partitions) {
            return CompletableFuture.completedFuture(null);
        }
        return admin.grow(found.name(), partitions)
                .thenCompose(done -> admin.until(
                        () -> admin.find(found.name()),
                        grown -> grown.isPresent() && isServed(grown.get(), partitions)))
                .thenAccept(grown -> {});
    }

    CompletableFuture<Void> requireEmpty(TopicDescription found, String otherwise) {
        int count = found.partitions().size();
        var starts = admin.offsets(partitions(found.name(), count, OffsetSpec.earliest()));
        var ends = admin.offsets(partitions(found.name(), count, OffsetSpec.latest()));
        return starts.thenCombine(ends, (start, end) -> {
            if (!start.equals(end)) {
                throw new InvalidConfiguration(otherwise);
            }
            return null;
        });
    }

    /** Deletes a topic, or what is in it where topics are not deleted from here. */
    CompletableFuture<Void> delete(String topic, Uuid id) {
        if (policy.createTopics()) {
            return admin.delete(id)
                    .thenCompose(begun -> admin.until(() -> find(topic, id), found -> found.isEmpty()))
                    .thenAccept(gone -> {});
        }
        return find(topic, id)
                .thenCompose(
                        found -> found.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : empty(found.get()))
                .thenAccept(done -> {});
    }

    private CompletableFuture<Optional<TopicDescription>> find(String topic, Uuid id) {
        return admin.find(topic)
                .thenApply(found -> found.filter(each -> each.topicId().equals(id)));
    }

    private CompletableFuture<Map<TopicPartition, Long>> empty(TopicDescription found) {
        return admin.offsets(partitions(found.name(), found.partitions().size(), OffsetSpec.latest()))
                .thenCompose(admin::deleteBelow);
    }

    private static <T> Map<TopicPartition, T> partitions(String topic, int count, T each) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(index -> new TopicPartition(topic, index), index -> each));
    }
}
