package io.penstock.quarkus.listener;

import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.listener.TopicListener;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.listener.ListenerDefinition.Consumption;
import io.penstock.quarkus.listener.ListenerDefinition.Parameter;
import io.penstock.quarkus.listener.ListenerDefinition.ParameterKind;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListenerPlanTest {

    private static final RetryPolicy ANNOTATED =
            RetryPolicy.builder().maxRetries(7).abortOn(List.of("a.B")).build();

    @Test
    void shouldDoWhatTheAnnotationsSayWithoutConfiguration() {
        var plan = plan(queue(DeadLetterPolicy.to("grave").build()), Map.of());
        assertThat(plan.concurrency()).isEqualTo(3);
        assertThat(plan.consumer().lease()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan.subscription())
                .isEqualTo(Subscription.ofQueue("orders")
                        .retry(ANNOTATED)
                        .deadLetter(DeadLetterPolicy.to("grave").build())
                        .build());
    }

    @Test
    void shouldHoldTheNextBatchWhileOneIsProcessed() {
        assertThat(ListenerPlan.defaultPrefetch(1)).isEqualTo(1_024);
        assertThat(ListenerPlan.defaultPrefetch(100)).isEqualTo(256);
        assertThat(ListenerPlan.defaultPrefetch(256)).isEqualTo(512);
        assertThat(ListenerPlan.defaultPrefetch(10_000)).isEqualTo(10_000);
    }

    @Test
    void shouldLetConfigurationBeatTheAnnotations() {
        var plan = plan(
                queue(DeadLetterPolicy.DISCARD),
                Map.of(
                        "concurrency", "5",
                        "prefetch", "1",
                        "lease", "10s",
                        "max-deliveries", "9",
                        "retry.max-retries", "2",
                        "retry.delay", "3s",
                        "retry.abort-on", "c.D,e.F",
                        "dead-letter.queue", "grave"));
        assertThat(plan.concurrency()).isEqualTo(5);
        assertThat(plan.prefetch()).isEqualTo(1);
        assertThat(plan.consumer().lease()).isEqualTo(Duration.ofSeconds(10));
        assertThat(plan.subscription().maxDeliveries()).isEqualTo(9);
        assertThat(plan.subscription().retry())
                .isEqualTo(RetryPolicy.builder()
                        .maxRetries(2)
                        .delay(Duration.ofSeconds(3))
                        .abortOn(List.of("c.D", "e.F"))
                        .build());
        assertThat(plan.subscription().deadLetter())
                .isEqualTo(DeadLetterPolicy.to("grave").build());
    }

    @Test
    void shouldDiscardOnlyWhenToldTo() {
        assertThat(plan(queue(DeadLetterPolicy.DEFAULT), Map.of("dead-letter.policy", "discard"))
                        .subscription()
                        .deadLetter())
                .isEqualTo(DeadLetterPolicy.DISCARD);
        assertThat(plan(queue(DeadLetterPolicy.DISCARD), Map.of("dead-letter.policy", "queue"))
                        .subscription()
                        .deadLetter())
                .isEqualTo(DeadLetterPolicy.DEFAULT);
    }

    @Test
    void shouldRouteAsTheAnnotationAndTheConfigurationSay() {
        var annotated = DeadLetterPolicy.DEFAULT
                .copy()
                .routes(Map.of("a.B", "one", "c.D", "two"))
                .build();
        var plan = plan(
                queue(annotated), Map.of("dead-letter.routes.\"c.D\"", "three", "dead-letter.routes.\"e.F\"", "four"));
        assertThat(plan.subscription().deadLetter().routes())
                .containsOnly(Map.entry("a.B", "one"), Map.entry("c.D", "three"), Map.entry("e.F", "four"));
    }

    @Test
    void shouldRaiseAnAlertWhenToldTo() {
        assertThat(plan(queue(DeadLetterPolicy.DEFAULT), Map.of("dead-letter.alert.more-than", "10"))
                        .subscription()
                        .deadLetter()
                        .alert())
                .isEqualTo(DeadLetterAlert.of(10, Duration.ofMinutes(5)).build());
        refused(
                Map.of("dead-letter.alert.more-than", "-1"),
                "quarkus.penstock.listeners.\"orders\".dead-letter.alert.more-than = -1: choose 0 to 10000.");
    }

    @Test
    void shouldResolveTheNamesOfTopicAndSubscription() {
        var definition =
                definition(DestinationKind.TOPIC, "${topic:prices}", "${subscription:audit}", DeadLetterPolicy.DEFAULT);
        var plan = plan(definition, Map.of());
        assertThat(plan.destination().name()).isEqualTo("prices");
        assertThat(plan.subscription().name()).isEqualTo("audit");
        assertThat(plan.subscription().start()).isEqualTo(StartPosition.LATEST);
    }

    @Test
    void shouldNameTheListenerAndTheValueThatMakeNoSense() {
        refused(
                Map.of("retry.delay", "10m"),
                "quarkus.penstock.listeners.\"orders\".retry: Invalid retry policy: maxDelay = PT5M is less than delay = PT10M");
        refused(
                Map.of("concurrency", "0"),
                "quarkus.penstock.listeners.\"orders\".concurrency = 0: choose 1 to 10000.");
        refused(Map.of("prefetch", "-1"), "quarkus.penstock.listeners.\"orders\".prefetch = -1: choose 1 to 10000.");
        refused(
                Map.of("max-deliveries", "0"),
                "quarkus.penstock.listeners.\"orders\".max-deliveries = 0: choose 1 to 2147483647.");
        refused(
                Map.of("dead-letter.policy", "discard", "dead-letter.queue", "grave"),
                "quarkus.penstock.listeners.\"orders\".dead-letter.policy = discard: it has no use for the queue 'grave'");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "concurrency, 10001, choose 1 to 10000.",
                "prefetch, 0, choose 1 to 10000.",
                "lease, -1s, choose 0s to 3660d.",
                "lease, 1000000000d, choose 0s to 3660d.",
                "max-processing-time, -1s, choose 0s to 3660d.",
                "max-processing-time, 1000000000d, choose 0s to 3660d.",
                "max-deliveries, -1, choose 1 to 2147483647.",
                "filter, region =, The filter [region =] is wrong at position",
                "start, yesterday, 'yesterday' is no start position",
                "retry.max-retries, -2, choose -1 to 2147483647.",
                "retry.delay, -1s, choose 0s to 3660d.",
                "retry.delay, 1000000000d, choose 0s to 3660d.",
                "retry.max-delay, 1000000000d, choose 0s to 3660d.",
                "retry.jitter, -1s, choose 0s to 3660d.",
                "retry.max-duration, 1000000000d, choose 0s to 3660d.",
                "retry.factor, 0.5, choose 1 or more.",
                "retry.factor, NaN, choose 1 or more.",
                "retry.retry-on, a b, use the full name of a class",
                "retry.abort-on, 0, use the full name of a class",
                "dead-letter.queue, penstock.temporary.a, that is the name of a temporary destination",
                "dead-letter.queue, a b, 'a b' is no valid destination name",
                "dead-letter.routes.\"a.B\", a b, 'a b' is no valid destination name",
                "dead-letter.alert.more-than, 10001, choose 0 to 10000.",
                "dead-letter.alert.window, 0s, choose 1s to 7d.",
                "dead-letter.alert.window, 8d, choose 1s to 7d.",
            })
    void shouldNameThePropertyTheValueAndTheRange(String property, String value, String problem) {
        refused(
                Map.of(property, value),
                "quarkus.penstock.listeners.\"orders\"." + property + " = " + value + ": " + problem);
    }

    @Test
    void shouldGiveTheFilterOfAQueueToItsConsumersAndThatOfATopicToItsSubscription() {
        var filter = Map.of("filter", "region = 'eu'");
        var queue = plan(queue(DeadLetterPolicy.DEFAULT), filter);
        assertThat(queue.consumer().filter()).isEqualTo("region = 'eu'");
        assertThat(queue.subscription().filter()).isNull();

        var topic = plan(definition(DestinationKind.TOPIC, "prices", "audit", DeadLetterPolicy.DEFAULT), filter);
        assertThat(topic.consumer().filter()).isNull();
        assertThat(topic.subscription().filter()).isEqualTo("region = 'eu'");
    }

    @Test
    void shouldLetConfigurationSayHowMessagesAreTaken() {
        var plan = plan(
                definition(DestinationKind.TOPIC, "prices", "audit", DeadLetterPolicy.DEFAULT),
                Map.of(
                        "ordering", "partition",
                        "exclusive", "true",
                        "start", "offset:42",
                        "lease", "1h",
                        "settle-first", "true"));
        assertThat(plan.subscription().ordering()).isEqualTo(Ordering.PARTITION);
        assertThat(plan.subscription().exclusive()).isTrue();
        assertThat(plan.subscription().start()).isEqualTo(StartPosition.atOffset(42));
        assertThat(plan.consumer().settleFirst()).isTrue();
        assertThat(plan.consumer().maxProcessingTime())
                .as("never shorter than the lease unless somebody says so")
                .isEqualTo(Duration.ofHours(1));
        refused(Map.of("start", "latest"), "start = latest is for topics");
        refused(Map.of("max-processing-time", "1m"), "maxProcessingTime = PT1M and lease = PT5M");
    }

    private static void refused(Map<String, String> settings, String problem) {
        assertThatThrownBy(() -> plan(queue(DeadLetterPolicy.DEFAULT), settings))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("Listener 'orders' (Orders#on(String)): ")
                .hasMessageContaining(problem);
    }

    private static ListenerPlan plan(ListenerDefinition definition, Map<String, String> settings) {
        var properties = new HashMap<String, String>();
        settings.forEach((name, value) -> properties.put("quarkus.penstock.listeners.\"orders\"." + name, value));
        var config = new SmallRyeConfigBuilder()
                .withMapping(PenstockConfig.class)
                .withConverter(Duration.class, 300, new DurationConverter())
                .withConverter(MemorySize.class, 300, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class);
        return ListenerPlan.of(
                "orders",
                definition,
                new ConfigExpressions(name -> Optional.empty()),
                config.listeners().get("orders"));
    }

    private static ListenerDefinition queue(DeadLetterPolicy deadLetter) {
        return definition(DestinationKind.QUEUE, "orders", "", deadLetter);
    }

    static ListenerDefinition definition(
            DestinationKind kind, String destination, String subscription, DeadLetterPolicy deadLetter) {
        return new ListenerDefinition(
                "Orders#on(String)",
                "orders",
                kind,
                destination,
                subscription,
                true,
                1,
                3,
                Ordering.NONE,
                TopicListener.Start.LATEST,
                Consumption.USUAL,
                ANNOTATED,
                deadLetter,
                List.of(Parameter.of(ParameterKind.TEXT)),
                Invocation.USUAL);
    }
}
