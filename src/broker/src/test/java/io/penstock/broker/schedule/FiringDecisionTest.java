package io.penstock.broker.schedule;

import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.Schedule;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.StoredSchedule;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/** Every second from 0 on, so that firings are numbers. */
class FiringDecisionTest {

    private static FiringDecision timing(MisfirePolicy policy) {
        var schedule = Schedule.every(
                        "s", Duration.ofSeconds(1), Message.to("q").build())
                .misfire(policy)
                .build();
        return new FiringDecision(schedule, 0);
    }

    @Test
    void shouldFireTheLatestOfThoseThatWereMissed() {
        assertThat(timing(MisfirePolicy.FIRE_ONCE).step(1_000, 4_500))
                .isEqualTo(new FiringDecision.Step(4_000, 5_000, 3));
    }

    @Test
    void shouldFireASingleOneHoweverLate() {
        var hourly = Schedule.every("s", Duration.ofHours(1), Message.to("q").build())
                .build();
        assertThat(new FiringDecision(hourly, 0).step(3_600_000, 7_000_000))
                .isEqualTo(new FiringDecision.Step(3_600_000, 7_200_000, 0));
    }

    @Test
    void shouldSkipWhatIsLate() {
        var hourly = Schedule.every("s", Duration.ofHours(1), Message.to("q").build())
                .misfire(MisfirePolicy.SKIP)
                .build();
        assertThat(new FiringDecision(hourly, 0).step(3_600_000, 3_660_000))
                .isEqualTo(new FiringDecision.Step(3_600_000, 7_200_000, 0));
        assertThat(new FiringDecision(hourly, 0).step(3_600_000, 3_660_001))
                .isEqualTo(new FiringDecision.Step(StoredSchedule.NEVER, 7_200_000, 1));
    }

    @Test
    void shouldFireEachOfThoseThatWereMissedInOrder() {
        var timing = timing(MisfirePolicy.FIRE_ALL);
        var fired = new ArrayList<Long>();
        long next = 1_000;
        while (next <= 4_500) {
            var step = timing.step(next, 4_500);
            fired.add(step.firing());
            assertThat(step.skipped()).isZero();
            next = step.next();
        }
        assertThat(fired).containsExactly(1_000L, 2_000L, 3_000L, 4_000L);
        assertThat(next).isEqualTo(5_000);
    }

    @Test
    void shouldSkipTheOldestOfTooMany() {
        var timing = timing(MisfirePolicy.FIRE_ALL);
        long now = (EngineBounds.SCHEDULE_CATCH_UP + 10) * 1_000L;
        assertThat(timing.step(1_000, now)).isEqualTo(new FiringDecision.Step(11_000, 12_000, 10));
        assertThat(timing.step(12_000, now)).isEqualTo(new FiringDecision.Step(12_000, 13_000, 0));
    }

    @Test
    void shouldFindTheNewestOfMoreThanItCounts() {
        long tenYears = Duration.ofDays(3_650).toMillis();
        var once = timing(MisfirePolicy.FIRE_ONCE).step(1_000, tenYears);
        assertThat(once.firing()).isEqualTo(tenYears);
        assertThat(once.next()).isEqualTo(tenYears + 1_000);
        assertThat(once.skipped()).isPositive();
        var all = timing(MisfirePolicy.FIRE_ALL).step(1_000, tenYears);
        assertThat(all.firing()).isEqualTo(tenYears - (EngineBounds.SCHEDULE_CATCH_UP - 1) * 1_000L);
    }
}
