package io.penstock.broker.loop;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class AlarmsTest {

    private final Alarms alarms = new Alarms();
    private final List<String> rung = new ArrayList<>();

    private Alarms.Alarm alarm(String name) {
        return new Alarms.Alarm(null, () -> rung.add(name));
    }

    @Test
    void shouldRingInTheOrderOfTimes() {
        alarms.arm(alarm("late"), 20);
        alarms.arm(alarm("early"), 10);

        alarms.fire(30);

        assertThat(rung).containsExactly("early", "late");
        assertThat(alarms.nextMillis()).isEqualTo(Alarms.NEVER);
    }

    @Test
    void shouldNotRingBeforeItsTime() {
        alarms.arm(alarm("a"), 10);

        alarms.fire(9);

        assertThat(rung).isEmpty();
        assertThat(alarms.nextMillis()).isEqualTo(10);
    }

    @Test
    void shouldRingOnceAtTheEarliestTimeAskedFor() {
        var alarm = alarm("a");
        alarms.arm(alarm, 20);
        alarms.arm(alarm, 10);
        alarms.arm(alarm, 15);

        alarms.fire(10);
        alarms.fire(30);

        assertThat(rung).containsExactly("a");
    }

    @Test
    void shouldRingAgainIfItIsArmedWhileItRings() {
        var again = new Alarms.Alarm[1];
        again[0] = new Alarms.Alarm(null, () -> {
            rung.add("a");
            if (rung.size() < 2) {
                alarms.arm(again[0], 20);
            }
        });
        alarms.arm(again[0], 10);

        alarms.fire(10);
        assertThat(rung).hasSize(1);
        alarms.fire(20);

        assertThat(rung).hasSize(2);
    }

    @Test
    void shouldKeepNothingOfWhatWasCancelled() {
        var alarms = new Alarms();
        var kept = new Alarms.Alarm(null, () -> {});
        alarms.arm(kept, 50);
        for (int i = 0; i < 1_000; i++) {
            var alarm = new Alarms.Alarm(null, () -> {
                throw new AssertionError("cancelled");
            });
            alarms.arm(alarm, 100 + i);
            alarms.cancel(alarm);
        }

        assertThat(alarms.size()).isLessThan(130);
        alarms.fire(10_000);
        assertThat(alarms.nextMillis()).isEqualTo(Alarms.NEVER);
    }

    @Test
    void shouldNotRingWhatWasCancelledAndArmedAgain() {
        var alarm = alarm("a");
        alarms.arm(alarm, 10);
        alarms.cancel(alarm);
        alarms.arm(alarm, 20);

        alarms.fireAll();
        alarms.fire(30);

        assertThat(rung).isEmpty();
    }

    @Test
    void shouldRingAllOthersIfOneFailsWhenTheClockIsSet() {
        alarms.arm(
                new Alarms.Alarm(null, () -> {
                    throw new IllegalStateException("a defect");
                }),
                10);
        alarms.arm(alarm("b"), 20);

        alarms.fireAll();

        assertThat(rung).containsExactly("b");
    }
}
