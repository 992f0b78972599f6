package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.quarkus.FakeBroker;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class TotalMetersTest {

    /** How many messages were sent to each queue; as many wait, and are as many seconds old. */
    private final Map<String, Long> queues = new TreeMap<>();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TotalMeters totals = new TotalMeters(FakeBroker.with(new Script()), registry);

    @Test
    void shouldAddUpAllDestinationsOfAKind() {
        queues.put("a", 3L);
        queues.put("b", 5L);
        totals.addUp();
        totals.addUp();

        assertThat(counter("penstock.all.messages.sent")).isEqualTo(8);
        assertThat(gauge("penstock.all.destinations")).isEqualTo(2);
        assertThat(gauge("penstock.all.subscription.waiting")).isEqualTo(8);
        assertThat(gauge("penstock.all.subscription.oldest.age.seconds")).isEqualTo(5);
        assertThat(gauge("penstock.all.subscriptions.unattended")).isEqualTo(2);
        assertThat(registry.get("penstock.all.destinations")
                        .tag("kind", "topic")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void shouldNeverCountBackwards() {
        queues.put("a", 3L);
        queues.put("b", 5L);
        totals.addUp();

        queues.remove("b");
        queues.put("a", 4L);
        totals.addUp();
        assertThat(counter("penstock.all.messages.sent")).isEqualTo(9);
        assertThat(gauge("penstock.all.subscription.waiting")).isEqualTo(4);

        queues.put("b", 1L);
        totals.addUp();
        assertThat(counter("penstock.all.messages.sent")).isEqualTo(10);
    }

    @Test
    void shouldHaveAsManyMetersForManyDestinationsAsForOne() {
        int meters = registry.getMeters().size();
        for (int i = 0; i < 30_000; i++) {
            queues.put("queue-" + i, 1L);
        }
        totals.addUp();

        assertThat(counter("penstock.all.messages.sent")).isEqualTo(30_000);
        assertThat(registry.getMeters()).hasSize(meters);
    }

    private double counter(String name) {
        return registry.get(name).tag("kind", "queue").functionCounter().count();
    }

    private double gauge(String name) {
        return registry.get(name).tag("kind", "queue").gauge().value();
    }

    @SuppressWarnings("unused")
    private final class Script {

        List<Destination> destinations() {
            return queues.keySet().stream()
                    .map(name -> Destination.queue(name).build())
                    .toList();
        }

        DestinationStatistics statistics(String name) {
            long sent = queues.get(name);
            return new DestinationStatistics(
                    Destination.queue(name).build(),
                    sent,
                    0,
                    0,
                    sent,
                    0,
                    -1,
                    0,
                    List.of(),
                    List.of(new SubscriptionStatistics(
                            name, sent, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sent * 1_000, false, null, List.of())));
        }
    }
}
