package io.penstock.kafka.topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Finds topics that are in use, and deletes those of a cell that never came to be. It waits for Kafka. */
public final class TopicSweep {

    private final TopicAdmin admin;
    private final TopicMaker maker;

    /**
     * @param admin that somebody else closes
     * @param limit of the time for what is asked of Kafka
     */
    public TopicSweep(Admin admin, TopicPolicy policy, Duration limit) {
        this.admin = new TopicAdmin(admin, limit);
        maker = new TopicMaker(this.admin, policy, new TopicCheck(policy));
    }

    /** Of those topics, the ones that anything was ever written to, whether or not it is still there. */
    public Collection<String> used(Collection<String> topics) {
        return told(
                "The topics that are there cannot be found",
                () -> admin.describe(topics)
                        .thenCompose(found -> admin.offsets(ends(found)))
                        .thenApply(ends -> {
                            var used = new TreeSet<String>();
                            ends.forEach((partition, end) -> {
                                if (end > 0) {
                                    used.add(partition.topic());
                                }
                            });
                            return used;
                        }));
    }

    private static Map<TopicPartition, OffsetSpec> ends(Map<String, TopicDescription> found) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        found.forEach((topic, description) -> description
                .partitions()
                .forEach(each -> wanted.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest())));
        return wanted;
    }

    /** Deletes those of the topics that are there, one after the other, in that order. */
    public void delete(List<String> topics) {
        for (var topic : topics) {
            told(
                    "Topic '" + topic + "' cannot be deleted",
                    () -> admin.find(topic)
                            .thenCompose(found -> found.isEmpty()
                                    ? CompletableFuture.<Void>completedFuture(null)
                                    : maker.delete(topic, found.get().topicId())));
        }
    }

    private <T> T told(String what, Supplier<CompletableFuture<T>> question) {
        try {
            return question.get().join();
        } catch (CompletionException e) {
            throw TopicFailure.of(what, e, admin.limit());
        }
    }
}
