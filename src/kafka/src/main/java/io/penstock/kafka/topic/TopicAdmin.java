package io.penstock.kafka.topic;

import io.penstock.PenstockException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks Kafka, and waits for nothing: answers come on a thread of its client or the JDK. It is safe for any thread. */
final class TopicAdmin {

    /** How often it is looked whether Kafka's brokers have heard of what was changed. */
    private static final long LOOK_MILLIS = 20;

    private static final Executor LATER = CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS);

    private final Admin admin;
    private final Duration limit;

    /** @param limit of the time for each thing asked */
    TopicAdmin(Admin admin, Duration limit) {
        this.admin = admin;
        this.limit = limit;
    }

    Duration limit() {
        return limit;
    }

    /** A future of our own: those of Kafka's client cannot be given a limit. */
    private <T> CompletableFuture<T> asked(KafkaFuture<T> answer) {
        var copy = new CompletableFuture<T>().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                copy.complete(value);
            } else {
                copy.completeExceptionally(failure);
            }
        });
        return copy;
    }

    /** The topics of those names that exist. */
    CompletableFuture<Map<String, TopicDescription>> describe(Collection<String> topics) {
        var asked = admin.describeTopics(TopicCollection.ofTopicNames(topics)).topicNameValues();
        var found = new HashMap<String, CompletableFuture<Optional<TopicDescription>>>();
        asked.forEach((topic, answer) -> found.put(topic, ifPresent(asked(answer))));
        return CompletableFuture.allOf(found.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    var present = new HashMap<String, TopicDescription>();
                    found.forEach((topic, answer) -> answer.join().ifPresent(each -> present.put(topic, each)));
                    return present;
                });
    }

    CompletableFuture<Optional<TopicDescription>> find(String topic) {
        return describe(List.of(topic)).thenApply(found -> Optional.ofNullable(found.get(topic)));
    }

    /** What is answered, or nothing if the broker that was asked knows no such topic. */
    static <T> CompletableFuture<Optional<T>> ifPresent(CompletableFuture<T> answer) {
        return answer.handle((value, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(Optional.of(value));
                    }
                    var cause = PenstockException.causeOf(failure);
                    return cause instanceof UnknownTopicOrPartitionException || cause instanceof UnknownTopicIdException
                            ? CompletableFuture.completedFuture(Optional.<T>empty())
                            : CompletableFuture.<Optional<T>>failedFuture(failure);
                })
                .thenCompose(Function.identity());
    }

    /** The settings of topics that exist, with those that are Kafka's defaults. */
    CompletableFuture<Map<String, Map<String, String>>> settings(Collection<String> topics) {
        var asked = topics.stream().map(TopicAdmin::resource).toList();
        return asked(admin.describeConfigs(asked).all())
                .thenApply(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(
                                each -> each.getKey().name(),
                                each -> each.getValue().entries().stream()
                                        .filter(entry -> entry.value() != null)
                                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)))));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /** Completes with the id of the new topic, of which not every broker has heard yet. */
    CompletableFuture<Uuid> create(String topic, int partitions, int replicas, Map<String, String> settings) {
        var wanted = new NewTopic(topic, partitions, (short) replicas).configs(settings);
        return asked(admin.createTopics(List.of(wanted)).topicId(topic));
    }

    CompletableFuture<Void> grow(String topic, int partitions) {
        return asked(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
    }

    CompletableFuture<Void> change(String topic, Map<String, String> settings) {
        var operations = settings.entrySet().stream()
                .map(each ->
                        new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        return asked(admin.incrementalAlterConfigs(Map.of(resource(topic), operations))
                .all());
    }

    /** Deletes a topic, if it is still there. Another one that has its name by now has another id. */
    CompletableFuture<Void> delete(Uuid topic) {
        return ifPresent(asked(admin.deleteTopics(TopicCollection.ofTopicIds(List.of(topic)))
                        .all()
                        .thenApply(done -> topic)))
                .thenApply(done -> null);
    }

    /** The offsets of partitions that exist; -1 where no record is of that time or later. */
    CompletableFuture<Map<TopicPartition, Long>> offsets(Map<TopicPartition, OffsetSpec> wanted) {
        return asked(admin.listOffsets(wanted).all())
                .thenApply(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, each -> offset(each.getValue()))));
    }

    private static long offset(ListOffsetsResultInfo found) {
        return found.offset();
    }

    /** Deletes what lies below those offsets; completes with where partitions begin then, as far as it succeeded. */
    CompletableFuture<Map<TopicPartition, Long>> deleteBelow(Map<TopicPartition, Long> offsets) {
        var wanted = offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> RecordsToDelete.beforeOffset(each.getValue())));
        var asked = admin.deleteRecords(wanted).lowWatermarks();
        var answers = new HashMap<TopicPartition, CompletableFuture<DeletedRecords>>();
        asked.forEach((partition, answer) -> answers.put(partition, asked(answer)));
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                each -> each.getValue().join().lowWatermark())));
    }

    /** Asks again and again until it is told what is enough, or until the time is over. */
    <T> CompletableFuture<T> until(Supplier<CompletableFuture<T>> question, Predicate<T> isEnough) {
        var answer = new CompletableFuture<T>().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        ask(question, isEnough, answer);
        return answer;
    }

    private <T> void ask(Supplier<CompletableFuture<T>> question, Predicate<T> isEnough, CompletableFuture<T> answer) {
        question.get().whenComplete((found, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (isEnough.test(found)) {
                answer.complete(found);
            } else if (!answer.isDone()) {
                LATER.execute(() -> ask(question, isEnough, answer));
            }
        });
    }
}
