package io.penstock.kafka.topic;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static io.penstock.kafka.topic.TopicFixture.POLICY;
import static io.penstock.kafka.topic.TopicFixture.await;
import static io.penstock.kafka.topic.TopicFixture.events;
import static io.penstock.kafka.topic.TopicFixture.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaRetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final TopicFixture kafka = new TopicFixture();
    private final Topics topics = kafka.topics(POLICY);
    private final Owner owner = new Owner();
    private final KafkaRetention retention =
            new KafkaRetention(topics, owner, InstantSource.fixed(NOW), HOUR, this::requireOwned);
    private boolean isLost;
    private final String orders = kafka.prefix + "orders";

    private void requireOwned() {
        if (isLost) {
            throw new JournalException("Another instance owns the cell.");
        }
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void shouldDeleteWhatIsSettledAndNotYoungUpToTheFirstThatIsNeeded() throws Exception {
        declare(7, plan("orders", 0, CleanupPolicy.SETTLED, null, 0, true), 2);
        declare(8, plan("orders", 1, CleanupPolicy.SETTLED, null, 0, true), 2);
        send(0, HOUR.multipliedBy(3), 5);
        send(0, Duration.ofMinutes(1), 5);
        send(1, HOUR.multipliedBy(3), 5);

        owner.needed.put(7, new long[] {3, 4, 8, 10});
        assertThat(retention.round(Map.of(7, 10L, 8, 5L))).containsOnly(Map.entry(7, 3L), Map.entry(8, 5L));
        assertThat(kafka.start(orders, 0)).isEqualTo(3);
        assertThat(kafka.start(orders, 1)).isEqualTo(5);

        owner.needed.remove(7);
        assertThat(retention.round(Map.of(7, 10L))).containsOnly(Map.entry(7, 5L));
        assertThat(retention.round(Map.of(7, 10L))).containsOnly(Map.entry(7, 5L));
    }

    @Test
    void shouldDeleteNothingForAFormerOwner() throws Exception {
        declare(7, plan("orders", 0, CleanupPolicy.SETTLED, null, 0, true), 1);
        send(0, HOUR.multipliedBy(3), 5);
        isLost = true;

        assertThatThrownBy(() -> retention.round(Map.of(7, 5L))).hasMessageContaining("Another instance");
        assertThat(kafka.start(orders, 0)).isZero();

        isLost = false;
        assertThat(retention.round(Map.of(7, 5L))).containsOnly(Map.entry(7, 5L));
    }

    @Test
    void shouldDeleteByAgeWhatNoProtectedReaderNeeds() throws Exception {
        declare(7, events("orders", HOUR, 0, true), 1);
        send(0, HOUR.multipliedBy(2), 4);
        send(0, Duration.ofMinutes(1), 4);

        owner.needed.put(7, new long[] {2, 8});
        assertThat(retention.round(Map.of(7, 8L))).containsOnly(Map.entry(7, 2L));
        owner.needed.put(7, new long[] {6, 8});
        assertThat(retention.round(Map.of(7, 8L))).containsOnly(Map.entry(7, 4L));
    }

    @Test
    void shouldLetKafkaDeleteByAgeWhileNoReaderIsProtected() throws Exception {
        declare(7, events("orders", HOUR, 0, true), 1);
        send(0, HOUR.multipliedBy(2), 4);
        owner.needed.put(7, new long[] {0, 4});
        retention.round(Map.of(7, 4L));
        assertThat(kafka.setting(orders, "retention.ms")).isEqualTo("-1");

        owner.plans.put(7, events("orders", HOUR, 0, false));
        assertThat(retention.round(Map.of(7, 4L))).isEmpty();
        assertThat(kafka.setting(orders, "retention.ms"))
                .isEqualTo("" + HOUR.plus(TopicSettings.NOTICE).toMillis());

        owner.plans.put(7, events("orders", HOUR, 0, true));
        retention.round(Map.of(7, 4L));
        assertThat(kafka.setting(orders, "retention.ms")).isEqualTo("-1");
        assertThat(kafka.start(orders, 0)).isZero();
    }

    @Test
    void shouldLeavePartitionsAloneThatDoNotExistForTheOwner() throws Exception {
        declare(7, plan("orders", 0, CleanupPolicy.SETTLED, null, 0, true), 1);
        send(0, HOUR.multipliedBy(3), 5);
        owner.plans.clear();

        assertThat(retention.round(Map.of(7, 5L))).isEmpty();
        assertThat(kafka.start(orders, 0)).isZero();
    }

    private void declare(int id, PartitionPlan plan, int partitions) throws Exception {
        owner.plans.put(id, plan);
        await(topics.provision(plan, partitions));
    }

    private void send(int partition, Duration ago, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            kafka.send(orders, partition, NOW.minus(ago).toEpochMilli());
        }
    }

    /** An owner that needs what it is told to need. */
    private static final class Owner implements LogOwner {

        private final Map<Integer, PartitionPlan> plans = new HashMap<>();
        private final Map<Integer, long[]> needed = new HashMap<>();

        @Override
        public PartitionPlan plan(int partition) {
            return plans.get(partition);
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            var all = needed.getOrDefault(partition, new long[0]);
            var within = new long[all.length];
            int count = 0;
            for (int i = 0; i < all.length; i += 2) {
                long first = Math.max(from, all[i]);
                long last = Math.min(to, all[i + 1]);
                if (first < last) {
                    within[count++] = first;
                    within[count++] = last;
                }
            }
            return Arrays.copyOf(within, count);
        }

        @Override
        public void restore(ByteBuffer snapshot) {
            throw new AssertionError("Nobody restores here.");
        }

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public void records(int partition, long baseOffset, int count) {
            throw new AssertionError("Nobody tells records here.");
        }

        @Override
        public void entry(ByteBuffer entry) {
            throw new AssertionError("Nobody tells entries here.");
        }

        @Override
        public void endOfFrame(long sequence) {
            throw new AssertionError("Nobody tells frames here.");
        }
    }
}
