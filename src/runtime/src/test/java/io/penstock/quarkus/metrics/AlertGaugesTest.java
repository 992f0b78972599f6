package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class AlertGaugesTest {

    @Test
    void shouldShowHowOftenEachRuleFiresAndNoneThatIsGone(@TempDir Path directory) {
        var clock = new ManualClock();
        var registry = new SimpleMeterRegistry();
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), clock)) {
            for (var queue : new String[] {"a.1", "a.2", "b"}) {
                broker.declare(Destination.queue(queue).build());
                broker.send(Message.to(queue).body("x").build());
            }
            broker.alerts()
                    .declare(AlertRule.of("behind", new AlertCondition.Lag(0))
                            .destinations("a.*")
                            .build());
            broker.alerts()
                    .declare(AlertRule.of("quiet", new AlertCondition.Lag(5))
                            .destinations("#")
                            .build());
            var gauges = new AlertGauges(broker.alerts(), registry);
            await().atMost(Patience.LONG).until(() -> {
                clock.advance(Duration.ofSeconds(1));
                return broker.alerts().states().size() == 2;
            });
            gauges.update();
            assertThat(firing(registry, "behind")).isEqualTo(2);
            assertThat(firing(registry, "quiet")).isZero();
            assertThat(firing(registry, AlertGauges.OF_SUBSCRIPTIONS)).isZero();
            assertThat(registry.get("penstock.alerts.problems").gauge().value()).isZero();

            broker.alerts().remove("behind");
            gauges.update();
            assertThat(registry.find("penstock.alerts.firing")
                            .tag("alert", "behind")
                            .gauge())
                    .isNull();
        }
    }

    @Test
    void shouldCountCallsOfWebhooksAlsoAfterGarbageIsCollected() {
        var owner = new Object();
        var calls = new LongAdder();
        var registry = new SimpleMeterRegistry();
        AlertGauges.count(owner, Map.of("ops", calls::sum), "delivered", registry);

        System.gc();
        calls.add(2);

        assertThat(registry.get("penstock.webhooks.calls")
                        .tag("webhook", "ops")
                        .tag("outcome", "delivered")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        Reference.reachabilityFence(owner);
    }

    private static double firing(SimpleMeterRegistry registry, String alert) {
        return registry.get("penstock.alerts.firing")
                .tag("alert", alert)
                .gauge()
                .value();
    }
}
