package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.BrokerHealth;
import io.penstock.Capabilities;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.quarkus.FakeBroker;
import io.penstock.quarkus.config.MetricsConfig;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerMetricsTest {

    private final Map<String, Long> sent = new TreeMap<>();
    private final ManualClock clock = new ManualClock();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Selection selection = new Selection(List.of(Pattern.compile(".*")), 1_000);
    private int asked;
    private final BrokerMetrics metrics = metrics();

    private BrokerMetrics metrics() {
        var broker = FakeBroker.with(new Script());
        return new BrokerMetrics(broker, registry, new StatisticsCache(broker, clock), selection);
    }

    @Test
    void shouldMeasureWhatTheBrokerCounts() {
        sent.put("orders", 42L);
        metrics.discover();
        assertThat(registry.get("penstock.broker.running").gauge().value()).isEqualTo(1);
        assertThat(sentTo("orders")).isEqualTo(42);
        var tags = new String[] {"destination", "orders", "kind", "queue", "subscription", "orders"};
        var gauges = Map.of(
                "waiting",
                1.0,
                "acquired",
                2.0,
                "scheduled",
                3.0,
                "consumers",
                4.0,
                "parked",
                11.0,
                "problem",
                1.0,
                "oldest.age.seconds",
                11.5);
        gauges.forEach((name, value) -> assertThat(registry.get("penstock.subscription." + name)
                        .tags(tags)
                        .gauge()
                        .value())
                .isEqualTo(value));
        var counters = Map.of(
                "",
                5.0,
                ".accepted",
                6.0,
                ".retried",
                7.0,
                ".deadlettered",
                8.0,
                ".discarded",
                9.0,
                ".skipped",
                10.0,
                ".undecided",
                12.0);
        counters.forEach((name, value) -> assertThat(registry.get("penstock.deliveries" + name)
                        .tags(tags)
                        .functionCounter()
                        .count())
                .isEqualTo(value));
    }

    @Test
    void shouldNameWhatIsSentAndConsumedByTheConventionsForMessaging() {
        sent.put("orders", 42L);
        metrics.discover();

        assertThat(registry.get("messaging.client.sent.messages")
                        .tags("messaging.system", "penstock", "messaging.operation.name", "send")
                        .tags("messaging.destination.name", "orders")
                        .functionCounter()
                        .count())
                .isEqualTo(42);
        assertThat(registry.get("messaging.client.consumed.messages")
                        .tags("messaging.system", "penstock", "messaging.operation.name", "receive")
                        .tags("messaging.destination.name", "orders")
                        .tags("messaging.destination.subscription.name", "orders")
                        .functionCounter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void shouldMeasureDestinationsThatAppearLater() {
        metrics.discover();
        sent.put("later", 1L);
        metrics.discover();
        assertThat(sentTo("later")).isEqualTo(1);
    }

    @Test
    void shouldForgetDestinationsThatAreGone() {
        sent.put("orders", 1L);
        metrics.discover();
        sent.clear();
        metrics.discover();
        assertThat(registry.find("penstock.messages.sent").meters()).isEmpty();
        assertThat(registry.find("penstock.deliveries").meters()).isEmpty();
        assertThat(registry.find("messaging.client.sent.messages").meters()).isEmpty();
        assertThat(registry.find("messaging.client.consumed.messages").meters()).isEmpty();
    }

    @Test
    void shouldAskTheBrokerOnceForAllMetersOfAScrape() {
        sent.put("orders", 1L);
        metrics.discover();
        registry.getMeters().forEach(meter -> meter.measure().forEach(each -> each.getValue()));
        assertThat(asked).isEqualTo(1);

        sent.put("orders", 2L);
        clock.advance(StatisticsCache.MAX_AGE.plusMillis(1));
        assertThat(sentTo("orders")).isEqualTo(2);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void shouldMeasureSingleDestinationsUpToTheLimitAndSayHowManyAreNot() {
        selection = new Selection(List.of(Pattern.compile(".*")), 4);
        registry = new SimpleMeterRegistry();
        var limited = metrics();
        for (int i = 0; i < 10; i++) {
            sent.put("queue-" + i, 1L);
        }
        limited.discover();
        assertThat(registry.get("penstock.messages.sent").functionCounters()).hasSize(2);
        assertThat(registry.get("penstock.deliveries").functionCounters()).hasSize(2);
        assertThat(unmeasured()).isEqualTo(16);

        sent.put("a-before-all-others", 1L);
        limited.discover();
        assertThat(sentTo("queue-0")).as("keeps its meters").isEqualTo(1);

        sent.keySet().removeIf(name -> !name.equals("queue-9"));
        limited.discover();
        assertThat(sentTo("queue-9")).isEqualTo(1);
        assertThat(unmeasured()).isZero();
    }

    private double unmeasured() {
        return registry.get("penstock.metrics.unmeasured").gauge().value();
    }

    @Test
    void shouldMeasureThoseThatAreChosen() {
        selection = Selection.of(new MetricsConfig() {
            @Override
            public List<String> destinations() {
                return List.of("orders.*", "x");
            }

            @Override
            public int limit() {
                return 10;
            }
        });
        registry = new SimpleMeterRegistry();
        var chosen = metrics();
        for (var name : List.of("orders.eu", "ordersXeu", "x", "xx")) {
            sent.put(name, 1L);
        }
        chosen.discover();
        assertThat(registry.get("penstock.messages.sent").functionCounters())
                .extracting(counter -> counter.getId().getTag("destination"))
                .containsExactlyInAnyOrder("orders.eu", "x");
    }

    private double sentTo(String destination) {
        return registry.get("penstock.messages.sent")
                .tag("destination", destination)
                .functionCounter()
                .count();
    }

    @SuppressWarnings("unused")
    private final class Script {

        List<Destination> destinations() {
            return sent.keySet().stream()
                    .map(name -> Destination.queue(name).build())
                    .toList();
        }

        List<Subscription> subscriptions(String destination) {
            return List.of(Subscription.ofQueue(destination).build());
        }

        Capabilities capabilities() {
            return Capabilities.builder().build();
        }

        BrokerHealth health() {
            return new BrokerHealth(BrokerHealth.State.RUNNING, "well");
        }

        DestinationStatistics statistics(String destination) {
            asked++;
            if (!sent.containsKey(destination)) {
                throw new PenstockException.UnknownDestination(destination);
            }
            return new DestinationStatistics(
                    Destination.queue(destination).build(),
                    sent.get(destination),
                    12,
                    13,
                    1,
                    14,
                    15,
                    16,
                    List.of(),
                    List.of(new SubscriptionStatistics(
                            destination,
                            1,
                            2,
                            3,
                            4,
                            5,
                            6,
                            7,
                            8,
                            9,
                            10,
                            11,
                            17,
                            12,
                            11_500,
                            false,
                            "stuck",
                            List.of())));
        }
    }
}
