package io.penstock.broker.schedule;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.broker.entry.StoredSchedule;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FiringTimesTest {

    private static final Message MESSAGE = Message.to("q").build();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> after(Schedule schedule, String from, int count) {
        var times = FiringTimes.of(schedule, Instant.parse(from).toEpochMilli());
        var found = new ArrayList<String>();
        long at = Instant.parse(from).toEpochMilli();
        for (int i = 0; i < count; i++) {
            at = times.after(at);
            if (at == StoredSchedule.NEVER) {
                break;
            }
            found.add(Instant.ofEpochMilli(at).toString());
        }
        return found;
    }

    private static Schedule berlin(String cron) {
        return Schedule.cron("s", cron, MESSAGE).zone(BERLIN).build();
    }

    @Test
    void shouldFireADailyScheduleAtTheEndOfTheHourThatIsLeftOutInSpring() {
        assertThat(after(berlin("0 30 2 * * ?"), "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void shouldFireADailyScheduleOnceInTheHourThatComesTwiceInAutumn() {
        assertThat(after(berlin("0 30 2 * * ?"), "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void shouldKeepFrequentSchedulesGoingWhenTheClocksChange() {
        assertThat(after(berlin("0 */30 * * * ?"), "2026-03-29T00:10:00Z", 4))
                .containsExactly(
                        "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z");
        assertThat(after(berlin("0 */30 * * * ?"), "2026-10-25T00:10:00Z", 4))
                .containsExactly(
                        "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z");
    }

    @Test
    void shouldNotMoveWhatDoesNotFallIntoTheHourThatIsLeftOut() {
        assertThat(after(berlin("0 0 4 * * ?"), "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T02:00:00Z", "2026-03-30T02:00:00Z");
    }

    @Test
    void shouldReadFiveFieldsAsUnixDoes() {
        assertThat(after(Schedule.cron("s", "*/15 9 * * 1-5", MESSAGE).build(), "2026-01-02T09:40:00Z", 2))
                .containsExactly("2026-01-02T09:45:00Z", "2026-01-05T09:00:00Z");
    }

    @Test
    void shouldCountIntervalsFromDeclarationOrStart() {
        assertThat(after(Schedule.every("s", Duration.ofMinutes(10), MESSAGE).build(), "2026-01-01T00:03:00Z", 2))
                .containsExactly("2026-01-01T00:13:00Z", "2026-01-01T00:23:00Z");
        var started = Schedule.every("s", Duration.ofMinutes(10), MESSAGE).start(Instant.parse("2026-01-01T01:00:00Z"));
        assertThat(after(started.build(), "2026-01-01T00:03:00Z", 2))
                .containsExactly("2026-01-01T01:00:00Z", "2026-01-01T01:10:00Z");
    }

    @Test
    void shouldFireFromItsStartToItsEnd() {
        var bounded = Schedule.cron("s", "0 0 * * * ?", MESSAGE)
                .start(Instant.parse("2026-01-01T05:00:00Z"))
                .end(Instant.parse("2026-01-01T07:00:00Z"))
                .build();
        assertThat(after(bounded, "2026-01-01T00:00:00Z", 9))
                .containsExactly("2026-01-01T05:00:00Z", "2026-01-01T06:00:00Z");
    }

    @Test
    void shouldNeverFireOnADayThatDoesNotExist() {
        assertThat(after(Schedule.cron("s", "0 0 0 31 2 ?", MESSAGE).build(), "2026-01-01T00:00:00Z", 1))
                .isEmpty();
    }

    private static Schedule cron(String cron) {
        return Schedule.cron("s", cron, MESSAGE).build();
    }

    @Test
    void shouldPassOverMonthsThatHaveNoSuchDay() {
        assertThat(after(cron("0 0 9 31W * ?"), "2026-01-31T00:00:00Z", 3))
                .containsExactly("2026-03-31T09:00:00Z", "2026-05-29T09:00:00Z", "2026-07-31T09:00:00Z");
        assertThat(after(cron("0 0 9 29W 2 ?"), "2026-01-01T00:00:00Z", 2))
                .containsExactly("2028-02-29T09:00:00Z", "2032-02-27T09:00:00Z");
        assertThat(after(cron("0 0 9 L-30 * ?"), "2026-01-02T00:00:00Z", 2))
                .containsExactly("2026-03-01T09:00:00Z", "2026-05-01T09:00:00Z");
        assertThat(after(cron("0 0 0 ? 2 7#5"), "2026-01-01T00:00:00Z", 1)).containsExactly("2048-02-29T00:00:00Z");
    }

    @Test
    void shouldFindTheNearestWeekdayOfTheSameMonth() {
        assertThat(after(cron("0 0 9 28W 2 ?"), "2027-01-01T00:00:00Z", 1)).containsExactly("2027-02-26T09:00:00Z");
        assertThat(after(cron("0 0 9 1W 8 ?"), "2026-07-01T00:00:00Z", 1)).containsExactly("2026-08-03T09:00:00Z");
    }

    @Test
    void shouldGoOnPastTheHighestValueWhereARangeEndsBeforeItStarts() {
        for (String hours : List.of("0 22-2 * * *", "0 0 22-2 * * ?")) {
            assertThat(after(cron(hours), "2026-01-01T03:00:00Z", 6))
                    .as(hours)
                    .containsExactly(
                            "2026-01-01T22:00:00Z",
                            "2026-01-01T23:00:00Z",
                            "2026-01-02T00:00:00Z",
                            "2026-01-02T01:00:00Z",
                            "2026-01-02T02:00:00Z",
                            "2026-01-02T22:00:00Z");
        }
        for (String months : List.of("0 0 1 NOV-FEB *", "0 0 0 1 NOV-FEB ?")) {
            assertThat(after(cron(months), "2026-02-02T00:00:00Z", 5))
                    .as(months)
                    .containsExactly(
                            "2026-11-01T00:00:00Z",
                            "2026-12-01T00:00:00Z",
                            "2027-01-01T00:00:00Z",
                            "2027-02-01T00:00:00Z",
                            "2027-11-01T00:00:00Z");
        }
        assertThat(after(cron("0 0 * * FRI-MON"), "2026-01-01T00:00:00Z", 4))
                .containsExactly(
                        "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z");
        assertThat(after(cron("0 0 * * 7-2"), "2026-01-01T00:00:00Z", 4))
                .containsExactly(
                        "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", "2026-01-11T00:00:00Z");
    }

    @Test
    void shouldTakeEitherDayWhereFiveFieldsRestrictBoth() {
        assertThat(after(cron("0 0 13 * 5"), "2026-01-03T00:00:00Z", 3))
                .containsExactly("2026-01-09T00:00:00Z", "2026-01-13T00:00:00Z", "2026-01-16T00:00:00Z");
    }

    @Test
    void shouldFireOnceInAnHourThatComesTwiceAtMidnight() {
        var havana =
                cron("*/10 0 * * *").copy().zone(ZoneId.of("America/Havana")).build();
        // On 1 November 2026 at 01:00 the clocks go back to 00:00; on 8 March at 00:00 they go to 01:00.
        assertThat(after(havana, "2026-10-31T04:45:00Z", 8))
                .containsExactly(
                        "2026-10-31T04:50:00Z",
                        "2026-11-01T04:00:00Z",
                        "2026-11-01T04:10:00Z",
                        "2026-11-01T04:20:00Z",
                        "2026-11-01T04:30:00Z",
                        "2026-11-01T04:40:00Z",
                        "2026-11-01T04:50:00Z",
                        "2026-11-02T05:00:00Z");
        assertThat(after(havana, "2026-03-07T05:45:00Z", 3))
                .containsExactly("2026-03-07T05:50:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
    }

    @Test
    void shouldFireEachTimeOfSomeHoursOnceWhenTheClocksChange() {
        assertThat(after(berlin("15,45 1-4 * * *"), "2026-10-24T23:00:00Z", 8))
                .containsExactly(
                        "2026-10-24T23:15:00Z",
                        "2026-10-24T23:45:00Z",
                        "2026-10-25T00:15:00Z",
                        "2026-10-25T00:45:00Z",
                        "2026-10-25T02:15:00Z",
                        "2026-10-25T02:45:00Z",
                        "2026-10-25T03:15:00Z",
                        "2026-10-25T03:45:00Z");
        assertThat(after(berlin("15,45 1-4 * * *"), "2026-03-29T00:00:00Z", 8))
                .containsExactly(
                        "2026-03-29T00:15:00Z",
                        "2026-03-29T00:45:00Z",
                        "2026-03-29T01:00:00Z",
                        "2026-03-29T01:15:00Z",
                        "2026-03-29T01:45:00Z",
                        "2026-03-29T02:15:00Z",
                        "2026-03-29T02:45:00Z",
                        "2026-03-29T23:15:00Z");
    }

    @Test
    void shouldGoOnEvenlyEveryHour() {
        assertThat(after(berlin("15 * * * *"), "2026-03-29T00:00:00Z", 3))
                .containsExactly("2026-03-29T00:15:00Z", "2026-03-29T01:15:00Z", "2026-03-29T02:15:00Z");
        assertThat(after(berlin("15 * * * *"), "2026-10-25T00:00:00Z", 3))
                .containsExactly("2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z", "2026-10-25T02:15:00Z");
    }

    @Test
    void shouldMakeUpForADayThatAZoneLeftOut() {
        var apia = cron("0 9 * * *").copy().zone(ZoneId.of("Pacific/Apia")).build();
        assertThat(after(apia, "2011-12-29T00:00:00Z", 3))
                .containsExactly("2011-12-29T19:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T19:00:00Z");
    }

    @Test
    void shouldCountAndFindWithoutWalking() {
        var times = FiringTimes.of(cron("* * * * * ?"), 0);
        long century = Duration.ofDays(36_500).toMillis();
        assertThat(times.between(0, century)).isEqualTo(36_500L * 86_400);
        assertThat(times.fromLatest(1_000, 0, century)).isEqualTo(century - 999_000);
        assertThat(times.fromLatest(1, 0, 1_000)).isEqualTo(1_000);
        var yearly = FiringTimes.of(cron("0 0 1 1 *"), 0);
        assertThat(yearly.between(0, century)).isEqualTo(99);
        assertThat(Instant.ofEpochMilli(yearly.fromLatest(99, 0, century))).isEqualTo("1971-01-01T00:00:00Z");
    }

    @Test
    void shouldNotPassTheEndOfTheCalendar() {
        long last = Schedule.MAX_TIME.toEpochMilli();
        for (var schedule : List.of(
                cron("0 0 1 1 *"),
                Schedule.every("s", Schedule.MAX_INTERVAL, MESSAGE).build(),
                Schedule.every("s", Schedule.MIN_INTERVAL, MESSAGE)
                        .start(Schedule.MAX_TIME)
                        .build())) {
            for (long anchor : new long[] {0, last, Long.MAX_VALUE}) {
                var times = FiringTimes.of(schedule, anchor);
                assertThat(times.after(last)).isEqualTo(StoredSchedule.NEVER);
                assertThat(times.after(Long.MAX_VALUE)).isEqualTo(StoredSchedule.NEVER);
                assertThat(times.between(0, Long.MAX_VALUE)).isNotNegative();
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoExpression() {
        for (String text : List.of(
                "* * * *",
                "* * * * * * * *",
                "60 * * * *",
                "*/0 * * * *",
                "*/60 * * * *",
                "1- * * * *",
                "1,,2 * * * *",
                ", * * * *",
                "\u0661 * * * *",
                "0 0 L * *",
                "0 0 0 1 * 1",
                "0 0 0 ? * ?",
                "0 0 0 32W * ?",
                "0 0 0 L-31 * ?",
                "0 0 0 ? * 8",
                "0 0 0 ? * 6#6",
                "0 0 0 1 FOO ?",
                "0 0 0 1 1 ? 2028-2027",
                "0 0 0 1 1 ? 1969",
                "0 0 0 LL * ?",
                "0 0 0 W * ?")) {
            assertThatThrownBy(() -> FiringTimes.of(cron(text), 0))
                    .as("'%s'", text)
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("cannot be read");
        }
    }

    @Test
    void shouldNameWhatCannotBeRead() {
        assertThatThrownBy(() ->
                        after(Schedule.cron("nightly", "0 61 * * * ?", MESSAGE).build(), "2026-01-01T00:00:00Z", 1))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("nightly")
                .hasMessageContaining("0 61 * * * ?")
                .hasMessageContaining("61 not in range [0, 59]");
    }
}
