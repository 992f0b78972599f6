package io.penstock.broker.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.AlertStatus;
import io.penstock.DeadLetterAlert;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AlertTextTest {

    private static final Instant SINCE = Instant.parse("2026-01-31T12:00:00Z");
    private static final DeadLetterAlert LETTERS =
            DeadLetterAlert.of(2, Duration.ofMinutes(1)).build();

    /** A file as it was written by the first version; it never changes. */
    private static final String FIRST_VERSION = """
            penstock-alerts 1
            rule behind LAG 100 PT0S orders.%23 ~ false
            rule disk DISK 80 PT0S %23 ~ false
            state FIRING 1769860800000 81 ~ ~ disk DISK 80 PT0S %23 ~ false
            state RESOLVED 1769860800000 0 a b a%2Fb DEAD_LETTERS 2 PT1M a b true
            waiting FIRING 1769860800000 101 orders.eu s behind LAG 100 PT0S orders.%23 ~ false
            letters a%2Fb a b 1769860800000,1769860800001
            end
            """;

    @Test
    void shouldReadAFileOfTheFirstVersion() {
        var behind = AlertRule.of("behind", new AlertCondition.Lag(100))
                .destinations("orders.#")
                .build();
        var disk = AlertRule.of("disk", new AlertCondition.Disk(80)).build();
        var own = AlertRule.ofSubscription("a", "b", LETTERS);
        var snapshot = AlertText.read(FIRST_VERSION);

        assertThat(snapshot.rules()).containsExactly(behind, disk);
        assertThat(snapshot.states())
                .containsExactly(
                        new AlertState(disk, null, null, AlertStatus.FIRING, SINCE, 81),
                        new AlertState(own, "a", "b", AlertStatus.RESOLVED, SINCE, 0));
        assertThat(snapshot.waiting())
                .containsExactly(new AlertState(behind, "orders.eu", "s", AlertStatus.FIRING, SINCE, 101));
        assertThat(snapshot.letters())
                .containsExactly(
                        Map.entry(AlertKey.of(own, "a", "b"), List.of(1_769_860_800_000L, 1_769_860_800_001L)));
        assertThat(AlertText.write(snapshot)).isEqualTo(FIRST_VERSION);
    }

    @Test
    void shouldReadWhatItWrote() {
        var letters = new AlertCondition.DeadLetters(LETTERS);
        var rules = List.of(
                AlertRule.of("a", letters).build(),
                AlertRule.of("b", new AlertCondition.OldestMessage(Duration.ofMinutes(5)))
                        .destinations("orders.*")
                        .subscription("s")
                        .build(),
                AlertRule.of("c", new AlertCondition.Lag(AlertCondition.MAX_LAG))
                        .destinations("#")
                        .build(),
                AlertRule.of("d", new AlertCondition.NoConsumer(Duration.ofHours(1)))
                        .destinations("q")
                        .build(),
                AlertRule.of("e", new AlertCondition.Disk(99)).build());
        var own = AlertRule.ofSubscription("orders..x", "s", LETTERS);
        var states = List.of(
                new AlertState(rules.get(4), null, null, AlertStatus.FIRING, SINCE, 99),
                new AlertState(own, "orders..x", "s", AlertStatus.RESOLVED, SINCE, 0));
        var snapshot =
                new AlertSnapshot(rules, states, states, Map.of(AlertKey.of(own, "orders..x", "s"), List.of(1L, 2L)));
        assertThat(AlertText.read(AlertText.write(snapshot))).isEqualTo(snapshot);
    }
}
