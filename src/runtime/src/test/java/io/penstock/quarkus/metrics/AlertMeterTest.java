package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class AlertMeterTest {

    @Test
    void shouldCountAlertsBySubscription() {
        var registry = new SimpleMeterRegistry();
        var meter = new AlertMeter(registry, new Selection(List.of(Pattern.compile(".*")), 10));
        var alert = DeadLetterAlert.of(2, Duration.ofMinutes(1)).build();
        meter.accept(new BrokerEvent.DeadLettersRising(Instant.EPOCH, "orders", "orders", 3, alert));
        meter.accept(new BrokerEvent.DeadLettersRising(Instant.EPOCH, "orders", "orders", 3, alert));
        meter.accept(new BrokerEvent.DeadLettersRising(Instant.EPOCH, "prices", "audit", 3, alert));
        assertThat(registry.get("penstock.deadletters.alerts")
                        .tag("destination", "orders")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("penstock.deadletters.alerts")
                        .tag("subscription", "audit")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldCountTheOthersTogetherBeyondTheLimit() {
        var registry = new SimpleMeterRegistry();
        var meter = new AlertMeter(registry, new Selection(List.of(Pattern.compile(".*")), 2));
        var alert = DeadLetterAlert.of(2, Duration.ofMinutes(1)).build();
        for (int i = 0; i < 100; i++) {
            meter.accept(new BrokerEvent.DeadLettersRising(Instant.EPOCH, "queue-" + i, "queue-" + i, 3, alert));
        }
        assertThat(registry.get("penstock.deadletters.alerts").counters()).hasSize(3);
        assertThat(registry.get("penstock.deadletters.alerts")
                        .tag("destination", AlertMeter.OTHERS)
                        .counter()
                        .count())
                .isEqualTo(98);
    }
}
