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
