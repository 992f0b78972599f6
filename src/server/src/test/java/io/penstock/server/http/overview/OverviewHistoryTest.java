package io.penstock.server.http.overview;

import io.penstock.DestinationKind;
import io.penstock.server.http.request.RequestException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OverviewHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static DestinationLook look(String name, double in, boolean isActive) {
        return new DestinationLook(name, DestinationKind.QUEUE, in, 0, null, List.of(), isActive);
    }

    private static void add(OverviewHistory history, String name, long second, double in) {
        history.add(START.getEpochSecond() + second, look(name, in, true), new Measured(in, 0, (long) in, 0));
    }

    @Test
    void shouldKeepAllOfThemForADayInThreeResolutions() {
        var history = new OverviewHistory();
        long seconds = Duration.ofDays(2).toSeconds();
        for (long second = 0; second < seconds; second++) {
            history.add(START.getEpochSecond() + second, new BrokerTotals(second, 2, 3, 0, 4));
        }
        var now = START.plusSeconds(seconds - 1);

        var byMinute = history.all(Resolution.MINUTES, now);
        assertThat(byMinute.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(byMinute.from()).isEqualTo(START.plus(Duration.ofDays(1)));
        assertThat(byMinute.series().in()).hasSize(1_440).doesNotContainNull().startsWith(86_429.5, 86_489.5);
        var byTenSeconds = history.all(Resolution.TEN_SECONDS, now);
        assertThat(byTenSeconds.from()).isEqualTo(START.plus(Duration.ofHours(47)));
        assertThat(byTenSeconds.series().waiting()).hasSize(360).containsOnly(3.0);
        var bySecond = history.all(Resolution.SECONDS, now);
        assertThat(bySecond.series().in()).hasSize(300).endsWith(172_798.0, 172_799.0);
        assertThat(bySecond.series().deadLetters()).containsOnly(4.0);
    }

    @Test
    void shouldKeepADestinationForAnHourAndKnowNothingOfOthers() {
        var history = new OverviewHistory();
        for (int second = 0; second < 7_200; second++) {
            add(history, "orders", second, second / 10);
        }
        var now = START.plusSeconds(7_199);

        var hour = history.of("orders", Resolution.TEN_SECONDS, now);
        assertThat(hour.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(hour.series().in()).hasSize(360).startsWith(360.0, 361.0).endsWith(719.0);
        assertThat(history.of("orders", Resolution.SECONDS, now).series().in())
                .hasSize(30)
                .startsWith(690.0)
                .endsWith(719.0);
        assertThat(history.spark("orders", now)).hasSize(60).endsWith(717.0, 718.0);
        assertThat(history.of("others", Resolution.TEN_SECONDS, now).series().in())
                .hasSize(360)
                .containsOnlyNulls();
        assertThatThrownBy(() -> history.of("orders", Resolution.MINUTES, now))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("PT1H");
    }

    @Test
    void shouldForgetThoseFirstWhereNothingHasHappenedForLongest() {
        int bytesOfOne = 2 * 360 * Float.BYTES;
        var history = new OverviewHistory(3 * bytesOfOne);
        for (int second = 0; second < 20; second += 10) {
            for (var name : List.of("a", "b", "c")) {
                add(history, name, second, second + 1);
            }
        }
        assertThat(history.bytes()).isEqualTo(3 * bytesOfOne);
        add(history, "a", 20, 5);
        add(history, "c", 20, 5);
        add(history, "d", 20, 5);
        add(history, "d", 30, 6);

        assertThat(history.bytes()).isEqualTo(3 * bytesOfOne);
        var now = START.plusSeconds(30);
        assertThat(history.spark("b", now)).containsOnlyNulls();
        assertThat(history.spark("a", now)).endsWith(1.0, 11.0, 5.0);
        assertThat(history.of("d", Resolution.SECONDS, now).series().in()).endsWith(5.0, 6.0);
    }

    @Test
    void shouldForgetDestinationsThatAreGone() {
        var history = new OverviewHistory();
        add(history, "a", 0, 1);
        add(history, "a", 10, 2);
        add(history, "b", 0, 1);
        history.keepOnly(Set.of("b"));

        assertThat(history.bytes()).isZero();
        assertThat(history.spark("a", START.plusSeconds(10))).containsOnlyNulls();
        assertThat(history.spark("b", START.plusSeconds(10))).endsWith(1.0);
    }

    @Test
    void shouldBoundTheNumberOfDestinations() {
        var history = new OverviewHistory();
        for (int i = 0; i <= OverviewHistory.MAX_DESTINATIONS; i++) {
            history.add(START.getEpochSecond() + i, look("d" + i, 1, true), new Measured(1, 0, 0, 0));
        }

        var now = START.plusSeconds(OverviewHistory.MAX_DESTINATIONS);
        assertThat(history.of("d0", Resolution.TEN_SECONDS, START).series().in())
                .containsOnlyNulls();
        assertThat(history.of("d" + OverviewHistory.MAX_DESTINATIONS, Resolution.TEN_SECONDS, now)
                        .series()
                        .in())
                .endsWith(1.0);
    }
}
