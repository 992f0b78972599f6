package io.penstock.broker.loop;

import io.penstock.conformance.tool.ManualClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class TimekeeperTest {

    private final ManualClock clock = new ManualClock();
    private final AtomicBoolean isFailing = new AtomicBoolean(true);
    private final AtomicInteger turnsOfOther = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    private static Timekeeper.Task task(java.util.function.LongSupplier turn) {
        return new Timekeeper.Task() {
            @Override
            public long turn() {
                return turn.getAsLong();
            }

            @Override
            public void wakeBy(Runnable action) {
                // Nothing of it is to be done earlier.
            }
        };
    }

    @Test
    void shouldServeOtherTasksWhileOneThrowsAndGoOnWithItWhenItCan() {
        var failing = task(() -> {
            if (isFailing.get()) {
                throw new StackOverflowError("deep");
            }
            return Alarms.NEVER;
        });
        var other = task(() -> {
            turnsOfOther.incrementAndGet();
            return clock.millis() + 1;
        });
        var timekeeper = new Timekeeper(clock, List.of(failing, other), failure -> failures.incrementAndGet());
        timekeeper.start();
        try {
            Awaitility.await().until(() -> timekeeper.problem() != null);
            int before = turnsOfOther.get();
            clock.advance(Duration.ofSeconds(1));
            Awaitility.await().until(() -> turnsOfOther.get() > before);

            isFailing.set(false);
            clock.advance(Duration.ofSeconds(10));

            Awaitility.await().until(() -> timekeeper.problem() == null);
        } finally {
            timekeeper.end();
        }
        assertThat(failures).hasValue(0);
    }
}
