package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Ordering;
import io.penstock.Subscription;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.subscription.LocalConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Records that retention or compaction has removed before a subscription came to them. */
class HolesTest {

    private final List<Delivery> handed = new ArrayList<>();
    private EngineHarness harness;
    private LocalConsumer member;

    @BeforeEach
    void begin() {
        use(Ordering.NONE);
    }

    private void use(Ordering ordering) {
        harness = new EngineHarness(
                2, Subscription.ofQueue("q").ordering(ordering).build(), new Random(1));
    }

    private void consume(int credit) {
        member = harness.consumer(
                ConsumerOptions.ofQueue("q", "c").lease(Duration.ZERO).build(), handed::addAll);
        member.request(credit);
        harness.settle();
    }

    private void send(int partition, String... keys) {
        for (String key : keys) {
            harness.send(partition, key, 0);
        }
    }

    private List<Long> offsets() {
        return handed.stream().map(Delivery::offset).toList();
    }

    private long skipped() {
        return harness.engine.report().statistics().skipped();
    }

    private long waiting() {
        return harness.engine.report().statistics().waiting();
    }

    @Test
    void shouldPassWhatWasCompactedWithoutCountingIt() {
        send(0, "a", "b", "a", "b", "c", "c");
        harness.remove(0, 1, 2, 5);

        consume(100);

        assertThat(offsets()).containsExactly(0L, 3L, 4L);
        assertThat(skipped()).isZero();
        assertThat(waiting()).isEqualTo(3);
    }

    @Test
    void shouldJournalAllHolesOfATurnInOneEntry() {
        send(0, "a", "b", "a", "b", "c", "d", "e");
        harness.remove(0, 1, 2, 4, 5);

        consume(100);

        assertThat(harness.journal).hasSize(1);
        var entry = (Entry.Settled) EntryCodec.decode(ByteBuffer.wrap(harness.journal.get(0)));
        assertThat(entry.partitions()[0].bounds()).containsExactly(1, 3, 4, 6);
    }

    @Test
    void shouldCountWhatExpiredBeforeItWasSettled() {
        send(0, "a", "b", "c", "d");
        harness.remove(0, 0, 1);
        send(1, "e");

        consume(100);

        assertThat(offsets()).containsExactlyInAnyOrder(2L, 3L, 0L);
        assertThat(skipped()).isEqualTo(2);
    }

    @Test
    void shouldCountWhatExpiredThoughNobodyConsumes() {
        send(0, "a", "b", "c");
        harness.remove(0, 0, 1, 2);
        send(0, "d");

        assertThat(skipped()).isEqualTo(3);
        harness.settle();
        assertThat(waiting()).isEqualTo(1);
        harness.restart(true);
        assertThat(waiting()).as("journaled").isEqualTo(1);
        assertThat(skipped()).as("counted once").isZero();
    }

    @Test
    void shouldFindNothingWhereEverythingWasRemoved() {
        send(0, "a", "b");
        harness.remove(0, 0, 1);

        consume(100);

        assertThat(handed).isEmpty();
        assertThat(waiting()).isZero();
        send(0, "c");
        harness.settle();
        assertThat(offsets()).containsExactly(2L);
    }

    @Test
    void shouldLetTheNextOfAKeyInWhenTheOneBeforeIsGone() {
        use(Ordering.KEY);
        send(0, "x", "k", "k", "k");
        consume(2);
        assertThat(offsets()).containsExactly(0L, 1L);

        handed.get(1).releaseAsync(Duration.ofSeconds(10), true);
        harness.settle();
        harness.remove(0, 1, 2);
        harness.now += 10_000;
        member.request(10);
        harness.settle();

        assertThat(offsets()).containsExactly(0L, 1L, 3L);
        handed.get(2).acceptAsync();
        handed.get(0).acceptAsync();
        harness.settle();
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldServeOtherPartitionsWhileOneCannotBeRead() {
        send(0, "a", "b");
        send(1, "c");
        harness.offlinePartition = 0;

        consume(100);

        assertThat(handed).hasSize(1);
        assertThat(handed.get(0).partition()).isEqualTo(1);
        assertThat(waiting()).as("nothing is lost").isEqualTo(3);
        send(0, "d");
        send(1, "e");
        harness.settle();
        assertThat(handed).hasSize(2);
    }

    @Test
    void shouldHandOutWhatWasOfflineAfterItsRepair() {
        send(0, "a", "b");
        harness.offlinePartition = 0;
        consume(100);
        assertThat(handed).isEmpty();

        harness.offlinePartition = -1;
        harness.restart(true);
        consume(100);

        assertThat(offsets()).containsExactly(0L, 1L);
    }
}
