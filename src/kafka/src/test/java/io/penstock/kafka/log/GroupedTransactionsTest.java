package io.penstock.kafka.log;

import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.Moment;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What needs a transaction of Kafka and waits meanwhile shares one. */
class GroupedTransactionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name = TestKafka.uniqueName();
    private final Hold hold = new Hold();
    private final CellEngine engine = CellEngine.open(name, CellEngine.Choice.USUAL.withMoments(hold));

    /** Holds the writer after Kafka has acknowledged a frame, and before anybody is told. */
    private static final class Hold implements Moment.Listener {

        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile CountDownLatch reached = new CountDownLatch(0);

        void close() {
            reached = new CountDownLatch(1);
            gate = new CountDownLatch(1);
        }

        @Override
        public void at(Moment moment) {
            if (moment == Moment.BEFORE_CONFIRMATION) {
                reached.countDown();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @AfterEach
    void close() {
        hold.gate.countDown();
        engine.close();
    }

    private static Message message(String body) {
        return Message.to("q").body(body).build();
    }

    private CompletableFuture<List<Receipt>> together(String... bodies) {
        return engine.broker()
                .sendAllAsync(
                        Stream.of(bodies).map(GroupedTransactionsTest::message).toList())
                .toCompletableFuture();
    }

    private CompletableFuture<List<Receipt>> alone(String body) {
        return engine.broker().sendAsync(message(body)).thenApply(List::of).toCompletableFuture();
    }

    private List<String> bodies() {
        return engine.broker().browse(BrowseRequest.waiting("q", 1_000).build()).stream()
                .map(each -> each.message().bodyText())
                .toList();
    }

    /** What is sent from here on waits until the writer goes on. */
    private CompletableFuture<List<Receipt>> holdWriter() throws InterruptedException {
        hold.close();
        var held = alone("held");
        hold.reached.await();
        return held;
    }

    @Test
    void shouldWriteAllThatNeedsATransactionInOneAndWhatComesBehindItPlainly() throws InterruptedException {
        engine.broker().declare(Destination.queue("q").build());
        var sent = new ArrayList<CompletableFuture<List<Receipt>>>();
        sent.add(holdWriter());
        sent.add(alone("before"));
        sent.add(together("a", "b"));
        sent.add(alone("between"));
        sent.add(together("c", "d"));
        sent.add(alone("behind"));
        hold.gate.countDown();

        var offsets = sent.stream()
                .flatMap(each -> each.join().stream())
                .map(Receipt::offset)
                .toList();
        assertThat(offsets.subList(0, 7))
                .as("no mark of a transaction lies between")
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(offsets.get(7)).as("Kafka marks the end as soon as it can").isBetween(7L, 8L);
        assertThat(bodies()).containsExactly("held", "before", "a", "b", "between", "c", "d", "behind");
    }

    @Test
    void shouldRefuseWhatIsTooLargeAndWriteItsNeighbours() throws Exception {
        engine.broker().declare(Destination.queue("q").build());
        var large = "x".repeat(400_000);
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, name + "-q");
        try (var admin = CellEngine.CLIENTS.admin()) {
            var less = new AlterConfigOp(new ConfigEntry("max.message.bytes", "300000"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(less))).all().get();
        }
        // The broker hears of the setting some time after it has taken it.
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> engine.broker().send(message(large)))
                        .hasMessageContaining("max.message.bytes"));
        int had = bodies().size();
        var held = holdWriter();
        var first = together("a", "b");
        var refused = Stream.of(together("c", large), together(large, large), together("d", large))
                .toList();
        var second = together("e", "f");
        hold.gate.countDown();

        held.join();
        assertThat(first.join()).hasSize(2);
        assertThat(second.join()).hasSize(2);
        for (var each : refused) {
            assertThatThrownBy(each::join).hasMessageContaining("max.message.bytes");
        }
        var all = bodies();
        assertThat(all.subList(had, all.size())).containsExactly("held", "a", "b", "e", "f");
        assertThat(engine.log().failure()).isNull();
    }
}
