package io.penstock.quarkus.deployment;

import io.penstock.DeadLetterPolicy;
import io.penstock.RetryPolicy;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code @Retry} and {@code @DeadLetter} of methods that read a channel, and makes attributes of the channel of
 * them. It is used once.
 */
final class ChannelPolicyReader {

    private static final String CONNECTOR = "penstock";

    /** The attributes of a channel, and the method whose annotations they are of. */
    private record Attributes(MethodInfo method, Map<String, String> values) {}

    private final IndexView index;
    private final PolicyReader policies;
    private final Function<String, String> connectors;
    private final Set<String> emitters;
    private final Map<String, Attributes> channels = new TreeMap<>();
    private final List<InvalidListener> problems = new ArrayList<>();

    /**
     * Makes the reader of an application.
     *
     * @param connectors gives the connector that configuration names for a channel; null if it names none
     * @param emitters the channels into which the application injects emitters
     */
    ChannelPolicyReader(IndexView index, Function<String, String> connectors, Set<String> emitters) {
        this.index = index;
        this.connectors = connectors;
        this.emitters = emitters;
        policies = new PolicyReader(index);
    }

    List<InvalidListener> problems() {
        return problems;
    }

    /** The attributes that annotations give to channels, by the name of the channel. */
    Map<String, Map<String, String>> attributes() {
        var attributes = new TreeMap<String, Map<String, String>>();
        channels.forEach((channel, found) -> {
            if (!found.values.isEmpty()) {
                attributes.put(channel, found.values);
            }
        });
        return attributes;
    }

    void read(MethodInfo method, ClassInfo bean) {
        try {
            requireThread(method, bean);
            var values = attributes(method, bean);
            for (var channel : channelsOf(method)) {
                if (!values.isEmpty()) {
                    requireOurs(method, channel);
                }
                var other = channels.putIfAbsent(channel, new Attributes(method, values));
                if (other != null && !other.values.equals(values)) {
                    throw new InvalidListener(
                            method,
                            "and " + InvalidListener.describe(other.method) + " read the channel '" + channel
                                    + "' with different policies, but it has one subscription: give both the same"
                                    + " @Retry and @DeadLetter.");
                }
            }
        } catch (InvalidListener e) {
            problems.add(e);
        }
    }

    /** Refuses to claim a message in a database on an event loop. */
    private static void requireThread(MethodInfo method, ClassInfo bean) throws InvalidListener {
        if (method.hasDeclaredAnnotation(Names.IDEMPOTENT)
                && Stream.of(
                                Names.BLOCKING,
                                Names.MESSAGING_BLOCKING,
                                Names.RUN_ON_VIRTUAL_THREAD,
                                JmsAnnotations.TRANSACTIONAL)
                        .allMatch(each -> PolicyReader.find(each, method, bean) == null)) {
            throw new InvalidListener(
                    method,
                    "has @Idempotent, which waits for a database, and would run on an event loop: add @Blocking or"
                            + " @Transactional.");
        }
    }

    private List<String> channelsOf(MethodInfo method) {
        return method.annotationsWithRepeatable(ChannelReader.INCOMING, index).stream()
                .map(AnnotationInstance::value)
                .map(value -> value.asString())
                .toList();
    }

    /** Refuses a channel of another connector, and one that the application writes to. */
    private void requireOurs(MethodInfo method, String channel) throws InvalidListener {
        var connector = connectors.apply(channel);
        boolean isInside = connector == null && (emitters.contains(channel) || isWritten(channel));
        if (isInside || connector != null && !connector.equals(CONNECTOR)) {
            throw new InvalidListener(
                    method,
                    "has @Retry or @DeadLetter, but the channel '" + channel + "' "
                            + (isInside
                                    ? "has its messages from the application itself"
                                    : "is one of the connector '" + connector + "'")
                            + ", and Penstock does not deliver them: remove it.");
        }
    }

    /** Whether a method of the application writes to a channel. */
    private boolean isWritten(String channel) {
        return index.getAnnotationsWithRepeatable(ChannelReader.OUTGOING, index).stream()
                .anyMatch(outgoing -> outgoing.value().asString().equals(channel));
    }

    private Map<String, String> attributes(MethodInfo method, ClassInfo bean) throws InvalidListener {
        var values = new TreeMap<String, String>();
        if (isFound(Names.RETRY, method, bean)) {
            retry(values, policies.retry(method, bean));
        }
        if (isFound(Names.DEAD_LETTER, method, bean)) {
            deadLetter(values, policies.deadLetter(method, bean));
        }
        return values;
    }

    private static boolean isFound(DotName annotation, MethodInfo method, ClassInfo bean) {
        return PolicyReader.find(annotation, method, bean) != null;
    }

    private static void retry(Map<String, String> values, RetryPolicy policy) {
        values.put("retry.max-retries", Integer.toString(policy.maxRetries()));
        values.put("retry.delay", policy.delay().toString());
        values.put("retry.factor", Double.toString(policy.factor()));
        values.put("retry.max-delay", policy.maxDelay().toString());
        values.put("retry.jitter", policy.jitter().toString());
        values.put("retry.max-duration", policy.maxDuration().toString());
        putIfAny(values, "retry.retry-on", policy.retryOn().stream());
        putIfAny(values, "retry.abort-on", policy.abortOn().stream());
    }

    private static void deadLetter(Map<String, String> values, DeadLetterPolicy policy) {
        if (policy.discard()) {
            values.put("dead-letter-policy", "discard");
        }
        if (policy.destination() != null) {
            values.put("dead-letter-queue", policy.destination());
        }
        putIfAny(
                values,
                "dead-letter-routes",
                policy.routes().entrySet().stream().map(route -> route.getKey() + "=" + route.getValue()));
    }

    /** An attribute without a value would be refused. */
    private static void putIfAny(Map<String, String> values, String attribute, Stream<String> items) {
        var list = items.collect(Collectors.joining(","));
        if (!list.isEmpty()) {
            values.put(attribute, list);
        }
    }
}
