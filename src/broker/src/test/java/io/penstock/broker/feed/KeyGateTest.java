package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What of a key may go out, and what waits. */
class KeyGateTest {

    private static final byte[] KEY = "k".getBytes(StandardCharsets.UTF_8);

    private static final Object WORKER = "w";

    private final KeyGate gate = new KeyGate(true);

    private boolean enter(long offset) {
        return gate.enter(KEY, offset, Attempts.NONE, false);
    }

    private void assertLetIn(KeyLine.Waiting next, long offset) {
        assertThat(next.offset()).isEqualTo(offset);
    }

    @Test
    void shouldLetOneOffsetOfAKeyInAtATime() {
        assertThat(enter(1)).isTrue();
        assertThat(enter(1)).isTrue();
        assertThat(enter(2)).isFalse();
        assertThat(enter(3)).isFalse();
        assertThat(gate.enter(null, 4, Attempts.NONE, false)).isTrue();
        assertThat(gate.enter(new byte[] {1}, 5, Attempts.NONE, false)).isTrue();
        assertThat(gate.heldBack()).isEqualTo(2);
        assertThat(gate.leave(KEY, 2)).isNull();
        assertThat(gate.handed(KEY, 1, null)).isNull();
        assertLetIn(gate.leave(KEY, 1), 2);
        assertLetIn(gate.leave(KEY, 2), 3);
        assertThat(gate.leave(KEY, 3)).isNull();
        assertThat(gate.heldBack()).isZero();
        assertThat(gate.hasInside(KEY, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldStopLookingAheadWhenTooMuchIsHeldBack() {
        for (int offset = 0; offset < KeyGate.MAX_HELD_BACK; offset++) {
            enter(offset);
            assertThat(gate.isFull()).isFalse();
        }
        enter(KeyGate.MAX_HELD_BACK);
        assertThat(gate.isFull()).isTrue();
    }

    @Test
    void shouldLetTheNextOneInWhenWhoHasTheFirstWorksInOrder() {
        enter(1);
        enter(2);
        enter(3);

        assertLetIn(gate.handed(KEY, 1, WORKER), 2);
        assertLetIn(gate.handed(KEY, 2, WORKER), 3);
    }

    @Test
    void shouldKeepOneAtATimeWhereThatIsTheOrder() {
        var strict = new KeyGate(false);
        strict.enter(KEY, 1, Attempts.NONE, false);
        strict.enter(KEY, 2, Attempts.NONE, false);

        assertThat(strict.handed(KEY, 1, WORKER)).isNull();
        assertLetIn(strict.leave(KEY, 1), 2);
    }

    @Test
    void shouldBringWhatWasGivenBackWhenNothingBehindItIsOut() {
        enter(1);
        gate.handed(KEY, 1, WORKER);
        enter(2);
        gate.handed(KEY, 2, WORKER);

        gate.back(KEY, 1);
        assertThat(enter(1)).isFalse();
        assertThat(enter(3)).isFalse();
        assertLetIn(gate.back(KEY, 2), 1);
        assertThat(enter(2)).isFalse();
        assertLetIn(gate.handed(KEY, 1, WORKER), 2);
        assertLetIn(gate.handed(KEY, 2, WORKER), 3);
    }

    @Test
    void shouldNotHaveWhatOneWorkerGaveBackWaitForWhatAnotherOneHas() {
        enter(1);
        gate.handed(KEY, 1, WORKER);
        enter(2);
        gate.handed(KEY, 2, "other");

        gate.back(KEY, 1);

        assertThat(enter(1)).isTrue();
        assertThat(enter(3)).isFalse();
        assertLetIn(gate.handed(KEY, 1, WORKER), 3);
    }

    @Test
    void shouldLetOthersPassWhatNobodyHasRoomFor() {
        enter(1);
        enter(2);
        assertLetIn(gate.setAside(KEY, 1), 2);
        gate.handed(KEY, 2, WORKER);

        assertThat(enter(1)).isTrue();
        assertThat(gate.hasInside(KEY, 2)).isTrue();
    }

    @Test
    void shouldRememberInLineThatAHandOutIsJournaled() {
        var known = Attempts.NONE.delivered(5);
        enter(2);
        gate.handed(KEY, 2, WORKER);
        gate.back(KEY, 2);
        gate.back(KEY, 1);
        assertThat(gate.enter(KEY, 2, known, true)).isFalse();

        var next = gate.leave(KEY, 1);
        assertThat(next.known()).isEqualTo(known);
        assertThat(next.marked()).isTrue();

        gate.back(KEY, 1);
        gate.enter(KEY, 2, known, true);
        assertThat(gate.takeMarked()).isEqualTo(Map.of(2L, known));
        assertThat(gate.takeMarked()).isEmpty();
    }
}
