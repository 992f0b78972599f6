package io.penstock.kafka.log;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PullConsumer;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.Moment;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages that are not in memory any more come from Kafka, and whoever waits for them keeps nobody else waiting. */
class DistantReadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The least that there is, of which a half is for the newest records. */
    private static final long SMALL = 1 << 20;

    /** More than that has room for. */
    private static final int BACKLOG = 300;

    private static final int BODY_BYTES = 10_000;

    /** So many that each dispatch loop has some of them. */
    private static final int OTHERS = 16;

    private final String name = TestKafka.uniqueName();

    /** Holds whoever fetches from Kafka. */
    private static final class Gate implements Moment.Listener {

        private volatile CountDownLatch open = new CountDownLatch(0);
        private final CountDownLatch reached = new CountDownLatch(1);

        @Override
        public void at(Moment moment) {
            if (moment == Moment.BEFORE_FETCH) {
                reached.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static String body(int number) {
        var text = "far-" + number + "-";
        return text + "x".repeat(BODY_BYTES - text.length());
    }

    private static void sendBacklog(CellEngine engine) {
        engine.broker().declare(Destination.queue("far").build());
        CompletableFuture.allOf(IntStream.range(0, BACKLOG)
                        .mapToObj(i -> engine.broker()
                                .sendAsync(Message.to("far").body(body(i)).build())
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static String next(PullConsumer consumer) throws InterruptedException {
        var delivery = consumer.receive(PATIENCE);
        delivery.ifPresent(Delivery::accept);
        return delivery.map(each -> each.message().bodyText()).orElse("nothing");
    }

    @Test
    void shouldHandOutOfOthersWhileWhatIsFarIsFetched() throws InterruptedException {
        var gate = new Gate();
        var choice = CellEngine.Choice.USUAL.withCache(SMALL).withMoments(gate);
        try (var engine = CellEngine.open(name, choice)) {
            sendBacklog(engine);
            gate.open = new CountDownLatch(1);
            try (var far = engine.broker()
                    .consume(ConsumerOptions.ofQueue("far", "test").build())) {
                var first = CompletableFuture.supplyAsync(() -> {
                    try {
                        return next(far);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                gate.reached.await();
                for (int i = 0; i < OTHERS; i++) {
                    var queue = "near" + i;
                    engine.broker().declare(Destination.queue(queue).build());
                    try (var near = engine.broker()
                            .consume(ConsumerOptions.ofQueue(queue, "test").build())) {
                        engine.broker().send(Message.to(queue).body("here").build());
                        assertThat(next(near)).isEqualTo("here");
                    }
                }
                assertThat(first).isNotDone();
                gate.open.countDown();

                assertThat(first.join()).isEqualTo(body(0));
                for (int i = 1; i < BACKLOG; i++) {
                    assertThat(next(far)).isEqualTo(body(i));
                }
            } finally {
                gate.open.countDown();
            }
        }
    }

    @Test
    void shouldHaveAllThatIsFarAfterwards() throws InterruptedException {
        try (var engine = CellEngine.open(name, CellEngine.Choice.USUAL.withCache(SMALL))) {
            sendBacklog(engine);
            engine.broker()
                    .sendAll(List.of(
                            Message.to("far").body("a").build(),
                            Message.to("far").body("b").build()));
        }
        try (var engine = CellEngine.open(name, CellEngine.Choice.USUAL.withCache(SMALL))) {
            engine.broker().send(Message.to("far").body("c").build());

            var browsed = engine
                    .broker()
                    .browse(BrowseRequest.waiting("far", BACKLOG + 10).build())
                    .stream()
                    .map(each -> each.message().bodyText())
                    .toList();
            var handedOut = new ArrayList<String>();
            try (var far = engine.broker()
                    .consume(ConsumerOptions.ofQueue("far", "test").build())) {
                for (int i = 0; i < BACKLOG + 3; i++) {
                    handedOut.add(next(far));
                }
            }

            assertThat(handedOut)
                    .hasSize(BACKLOG + 3)
                    .startsWith(body(0), body(1))
                    .endsWith("a", "b", "c");
            assertThat(browsed).isEqualTo(handedOut);
        }
    }
}
