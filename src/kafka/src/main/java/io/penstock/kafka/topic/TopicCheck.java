package io.penstock.kafka.topic;

import io.penstock.PenstockException.InvalidConfiguration;
import io.penstock.kafka.topic.TopicSettings.Difference;
import org.apache.kafka.clients.admin.TopicDescription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares topics that exist with what they have to be. */
final class TopicCheck {

    /** As many differences are told: the rest is alike. */
    private static final int MAX_TOLD = 20;

    private final TopicPolicy policy;

    TopicCheck(TopicPolicy policy) {
        this.policy = policy;
    }

    /**
     * What is not as it has to be and is not changed from here either.
     *
     * @param has the settings of the topic, with Kafka's defaults
     */
    List<Difference> unacceptable(
            TopicDescription found, Map<String, String> has, TopicSettings settings, int partitions) {
        var topic = found.name();
        var wrong = new ArrayList<>(settings.wrong(topic, has));
        int replicas = found.partitions().stream()
                .mapToInt(each -> each.replicas().size())
                .min()
                .orElse(0);
        if (replicas < policy.replicas()) {
            wrong.add(new Difference(topic, "replicas", "" + replicas, policy.replicas() + " or more"));
        }
        if (!policy.createTopics()) {
            wrong.addAll(settings.outdated(topic, has));
            wrong.addAll(lacking(found, partitions));
        }
        return wrong;
    }

    /** Partitions that are not there. */
    List<Difference> lacking(TopicDescription found, int partitions) {
        int has = found.partitions().size();
        return has >= partitions
                ? List.of()
                : List.of(new Difference(found.name(), "partitions", "" + has, partitions + " or more"));
    }

    static void refuse(Collection<Difference> differences) {
        if (!differences.isEmpty()) {
            var told = differences.stream().limit(MAX_TOLD).map(Difference::toString);
            throw new InvalidConfiguration("Topics in Kafka are not as they have to be (" + differences.size()
                    + " difference(s)): " + told.collect(Collectors.joining("; "))
                    + ". Change them with Kafka's tools, or the options here.");
        }
    }
}
