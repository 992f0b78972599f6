package io.penstock.broker.feed;

import io.penstock.broker.loop.Alarms;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many records may be known that wait for their time. */
class ScheduledBoundTest {

    /** For 4,000 records. */
    private static final int HEAP_BYTES = 2 * 16 * 4_000;

    private final ScheduledBound bound = new ScheduledBound(HEAP_BYTES);

    private ScheduledRecords partition() {
        var partition = new ScheduledRecords(new PartitionProgress(0));
        partition.bound(bound);
        return partition;
    }

    private static void fill(ScheduledRecords partition) {
        for (long offset = 0; !partition.isFull(); offset++) {
            partition.add(offset, offset);
        }
    }

    @Test
    void shouldLeaveAsMuchForOthersAsOnePartitionHas() {
        var one = partition();
        var other = partition();

        fill(one);
        fill(other);

        assertThat(one.size()).isEqualTo(2_000);
        assertThat(other.size()).isEqualTo(1_000);
        assertThat(bound.known()).isEqualTo(3_000);
    }

    @Test
    void shouldLetEachPartitionHaveAFewWhateverOthersHave() {
        for (int i = 0; i < 100; i++) {
            fill(partition());
        }
        var last = partition();

        fill(last);

        assertThat(last.size()).isEqualTo(64);
    }

    @Test
    void shouldGetBackWhatIsDueForgottenOrNotAskedForAnyMore() {
        var one = partition();
        fill(one);

        one.come(0);
        assertThat(bound.known()).isEqualTo(2_000);
        assertThat(one.takeFirstDue()).isZero();
        one.removeIf(offset -> offset < 1_000, offset -> {});
        assertThat(bound.known()).isEqualTo(one.size());
        one.clear();
        one.add(1, 1);

        assertThat(bound.known()).isZero();
    }

    @Test
    void shouldGiveThoseThatAreDueTogetherByTheirOffsets() {
        var one = partition();
        for (long offset = 0; offset < 1_000; offset++) {
            one.add(1_000 - offset, offset);
        }

        one.come(500);
        for (long offset = 500; offset < 1_000; offset++) {
            assertThat(one.firstDue()).isEqualTo(offset);
            assertThat(one.takeFirstDue()).isEqualTo(offset);
        }
        assertThat(one.firstDue()).isEqualTo(Alarms.NEVER);
        assertThat(one.size()).isEqualTo(500);
    }
}
