package io.penstock.kafka.instance;

import io.penstock.kafka.journal.JournalFormat;
import io.penstock.kafka.journal.JournalKind;
import io.penstock.kafka.journal.JournalLine;
import io.penstock.kafka.journal.OwnerLink;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class OwnerSightTest {

    private static final long PATIENCE = 1_000;
    private static final OwnerLink FIRST = new OwnerLink("first", 1, false, new byte[32]);
    private static final OwnerLink SECOND = new OwnerLink("second", 2, false, new byte[32]);

    private final AtomicLong now = new AtomicLong();
    private final OwnerSight sight =
            new OwnerSight("main", PATIENCE, now::get, () -> Instant.parse("2030-01-01T00:00:00Z"));

    private static JournalLine line(long epoch, JournalKind kind, byte[] bytes) {
        return new JournalLine(0, epoch, kind, bytes);
    }

    private void owned(long epoch, OwnerLink link) {
        sight.hear(line(epoch, JournalKind.OWNED, JournalFormat.owned(1, "a", link)));
    }

    private void alive(long epoch, OwnerLink link) {
        sight.hear(line(epoch, JournalKind.ALIVE, JournalFormat.alive(link)));
    }

    private void frame(long epoch) {
        sight.hear(line(epoch, JournalKind.FRAME, new byte[] {1, 4, 0}));
    }

    private void released(long epoch) {
        sight.hear(line(epoch, JournalKind.RELEASED, JournalFormat.released()));
    }

    @Test
    void shouldKnowNobodyAtFirst() {
        assertThat(sight.link()).isNull();
        assertThat(sight.missing()).isEqualTo("The cell 'main' has no owner since 2030-01-01T00:00:00Z.");
    }

    @Test
    void shouldKnowTheNewestOwner() {
        owned(1, FIRST);
        frame(1);
        assertThat(sight.link()).isEqualTo(FIRST);
        assertThat(sight.missing()).isEmpty();

        owned(2, SECOND);

        assertThat(sight.link()).isEqualTo(SECOND);
    }

    /** It writes on for a moment before it knows that it was replaced. */
    @Test
    void shouldNotListenToAFormerOwner() {
        owned(2, SECOND);

        alive(1, FIRST);
        released(1);

        assertThat(sight.link()).isEqualTo(SECOND);
    }

    @Test
    void shouldLearnFromALaterLineWhereTheOwnerIs() {
        frame(3);
        assertThat(sight.isSought()).isTrue();
        assertThat(sight.missing()).contains("does not say where it is reached");

        alive(3, FIRST);

        assertThat(sight.link()).isEqualTo(FIRST);
        assertThat(sight.isSought()).isFalse();
    }

    @Test
    void shouldKnowThatTheOwnerHasReleasedTheCell() {
        owned(1, FIRST);

        released(1);

        assertThat(sight.link()).isNull();
        assertThat(sight.isSought()).isFalse();
        assertThat(sight.missing()).contains("no owner since");
    }

    @Test
    void shouldGiveUpAnOwnerThatIsNotHeardOfAndListenToItWhenItIsBack() {
        owned(1, FIRST);

        now.addAndGet(PATIENCE + 1);
        assertThat(sight.link()).isNull();

        frame(1);
        assertThat(sight.link()).isEqualTo(FIRST);
    }

    @Test
    void shouldBeginAnewWithAJournalThatWasMadeAgain() {
        owned(7, SECOND);

        sight.forget();
        owned(1, FIRST);

        assertThat(sight.link()).isEqualTo(FIRST);
    }
}
