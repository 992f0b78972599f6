package io.penstock.kafka.cells;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests what candidates are told of what a group says, and when. */
class CellPreferencesTest {

    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final List<String> told = new ArrayList<>();
    private long nanos = -1; // Clocks of elapsed time begin anywhere.
    private final Set<Integer> owned = new TreeSet<>();
    private final CellPreferences preferences =
            new CellPreferences(IntStream.range(0, 3).mapToObj(Cell::new).toList(), SETTLED, () -> nanos);

    private final class Cell implements CellPreferences.Candidate {

        private final int number;

        private Cell(int number) {
            this.number = number;
        }

        @Override
        public void prefer(boolean isPreferred) {
            told.add((isPreferred ? "+" : "-") + number);
        }

        @Override
        public boolean owns() {
            return owned.contains(number);
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        preferences.settle();
    }

    @Test
    void shouldTellAtOnceWhatIsGivenAndLaterWhatIsTaken() {
        preferences.told(Set.of(0, 1));
        assertThat(told).containsExactly("+0", "+1");

        preferences.told(Set.of(1, 2));
        assertThat(told).containsExactly("+0", "+1", "+2");
        pass(SETTLED.minusNanos(1));
        assertThat(told).hasSize(3);
        pass(Duration.ofNanos(1));
        assertThat(told).containsExactly("+0", "+1", "+2", "-0");
    }

    @Test
    void shouldNotTellOfWhatIsGivenBackInTime() {
        preferences.told(Set.of(0));
        for (int i = 0; i < 10; i++) {
            preferences.told(Set.of());
            pass(SETTLED.minusNanos(1));
            preferences.told(Set.of(0));
            pass(SETTLED);
        }
        assertThat(told).containsExactly("+0");
    }

    @Test
    void shouldCountFromWhenACellWasTakenHoweverOftenTheGroupChanges() {
        preferences.told(Set.of(0, 1));
        preferences.told(Set.of(1));
        pass(SETTLED.dividedBy(2));
        preferences.told(Set.of(1, 2));
        pass(SETTLED.dividedBy(2));
        assertThat(told).containsExactly("+0", "+1", "+2", "-0");
    }

    @Test
    void shouldRepeatMoreAndMoreRarelyWhatAnOwnerDoesNotHeed() {
        preferences.told(Set.of(0));
        owned.add(1); // Its owner was lost, and this instance came first.
        for (int times = 0; times < 40; times++) {
            pass(SETTLED);
        }
        assertThat(told).containsExactly("+0", "-1", "-1", "-1", "-1", "-1");

        owned.remove(1);
        for (int times = 0; times < 100; times++) {
            pass(SETTLED);
        }
        assertThat(told).hasSize(6);
    }

    @Test
    void shouldSayNothingBeforeTheGroupIsKnown() {
        owned.add(1);
        pass(SETTLED);
        pass(SETTLED);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldPreferEveryCellWhileTheGroupIsNotKnown() {
        preferences.told(Set.of(0));
        preferences.told(Set.of());
        preferences.unknown();
        pass(SETTLED);
        assertThat(told).containsExactly("+0", "+1", "+2");
    }

    @Test
    void shouldTellNothingMoreWhenItIsClosed() {
        preferences.told(Set.of(0));
        preferences.close();
        preferences.told(Set.of(1));
        preferences.unknown();
        pass(SETTLED);
        assertThat(told).containsExactly("+0");
    }
}
