package io.penstock.kafka.cells;

import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Tests how a group of Kafka spreads cells over instances, and that it moves few of them. */
class CellGroupTest {

    private static final int CELLS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
    private final TopicNames names = new TopicNames("", TestKafka.uniqueName(), "main");

    /** An instance that should own some of the cells. */
    private final class Member implements AutoCloseable {

        private final Set<Integer> cells = new ConcurrentSkipListSet<>();
        private final AtomicInteger given = new AtomicInteger();
        private final CellGroup group;

        private Member() {
            this(clients.member(names.cells()));
        }

        private Member(Consumer<byte[], byte[]> consumer) {
            var candidates = IntStream.range(0, CELLS)
                    .mapToObj(cell -> new Hinted(this, cell))
                    .toList();
            group = new CellGroup(
                    consumer, names.cells(), new CellPreferences(candidates, Duration.ZERO, System::nanoTime));
            group.start();
        }

        @Override
        public void close() {
            group.close();
        }
    }

    /** A cell of a member, which owns it at once when it should, and no longer. */
    private record Hinted(Member member, int cell) implements CellPreferences.Candidate {

        @Override
        public void prefer(boolean isPreferred) {
            if (isPreferred) {
                member.cells.add(cell);
                member.given.incrementAndGet();
            } else {
                member.cells.remove(cell);
            }
        }

        @Override
        public boolean owns() {
            return member.cells.contains(cell);
        }
    }

    private static void awaitSpread(int each, Member... members) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var all = new ArrayList<Integer>();
            for (var member : members) {
                assertThat(member.cells).hasSize(each);
                all.addAll(member.cells);
            }
            assertThat(new TreeSet<>(all)).as("cells that somebody should own").hasSize(CELLS);
        });
    }

    @Test
    void shouldSpreadCellsEvenlyAndMoveNoMoreThanItHasTo() {
        try (var admin = clients.admin()) {
            new Topics(admin, names, new TopicPolicy(1, 1, true, 1 << 20), PATIENCE)
                    .openShared(CELLS)
                    .toCompletableFuture()
                    .join();
        }
        try (var first = new Member();
                var second = new Member()) {
            awaitSpread(CELLS / 2, first, second);
            var third = new Member();
            awaitSpread(CELLS / 3, first, second, third);
            int moved = first.given.get() + second.given.get() + third.given.get();
            third.close();
            awaitSpread(CELLS / 2, first, second);

            // Each comes to somebody once; half of them move to the second, a third to the third and back again.
            assertThat(moved).as("cells given").isLessThanOrEqualTo(CELLS + CELLS / 2 + CELLS / 3);
            assertThat(first.given.get() + second.given.get())
                    .as("cells given to those that stayed")
                    .isLessThanOrEqualTo(CELLS + CELLS / 2 + CELLS / 3);
        }
    }

    @Test
    void shouldHaveAnInstanceContendForEveryCellIfItCannotJoin() {
        var refused = new MockConsumer<byte[], byte[]>("latest");
        refused.setPollException(new GroupAuthorizationException("nobody may join"));
        try (var alone = new Member(refused)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(alone.cells).hasSize(CELLS));
        }
    }
}
