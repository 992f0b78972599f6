package io.penstock.connector;

import io.penstock.DeadLetterRecord;
import io.penstock.PenstockException;
import io.penstock.connector.tracing.IncomingTracing;
import io.penstock.listener.ItemsFailedException;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Messages that are handed on as lists, and settled together or item by item. */
class BatchTest extends EmbeddedBrokerTest {

    record Order(String id, int amount) {}

    @ApplicationScoped
    static class Orders {
        private final List<List<Order>> seen = new CopyOnWriteArrayList<>();
        private final List<Long> offsets = new CopyOnWriteArrayList<>();

        @Incoming("in")
        @Blocking
        void take(List<Order> orders, IncomingPenstockBatchMetadata from) {
            seen.add(orders);
            from.records().forEach(record -> offsets.add(record.offset()));
            var failed = ItemsFailedException.builder();
            for (int i = 0; i < orders.size(); i++) {
                if (orders.get(i).amount() < 0) {
                    failed.failed(
                            i,
                            new IllegalStateException(
                                    "negative " + orders.get(i).id()));
                }
            }
            if (!failed.isEmpty()) {
                throw failed.build();
            }
        }

        List<Order> seen() {
            return seen.stream().flatMap(List::stream).toList();
        }

        List<List<Order>> batches() {
            return seen;
        }

        List<Long> offsets() {
            return offsets;
        }
    }

    private static String order(int number, int amount) {
        return "{\"id\":\"o" + number + "\",\"amount\":" + amount + "}";
    }

    private void sendOrders(int count) {
        broker.declare(io.penstock.Destination.queue("in").build());
        send("in", IntStream.range(0, count).mapToObj(i -> order(i, i)).toArray(String[]::new));
    }

    @Test
    void shouldHandOnListsInOrderAndAcceptThemTogether() {
        sendOrders(50);
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "batch", "true", "batch.max-size", "20")
                .start(Orders.class)) {
            var orders = application.get(Orders.class);

            await().untilAsserted(() -> assertThat(orders.seen())
                    .isEqualTo(IntStream.range(0, 50)
                            .mapToObj(i -> new Order("o" + i, i))
                            .toList()));
            assertThat(orders.batches()).allMatch(batch -> batch.size() <= 20);
            assertThat(orders.offsets()).isSorted().hasSize(50);
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(50));
        }
    }

    @Test
    void shouldNackTheItemsThatAnExceptionNamesAndAcceptTheOthers() {
        broker.declare(io.penstock.Destination.queue("in").build());
        send("in", order(0, 1), order(1, -1), order(2, 2), order(3, -2));
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "batch", "true", "failure-strategy", "dead-letter")
                .start(Orders.class)) {
            await().untilAsserted(() -> assertThat(waiting("in.dlq"))
                    .extracting(io.penstock.Message::bodyText)
                    .containsExactlyInAnyOrder(order(1, -1), order(3, -2)));
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(2));
            assertThat(application.get(Orders.class).seen()).hasSize(4);
        }
    }

    @Test
    void shouldTakeAnUnreadableItemOutOfTheBatch() {
        broker.declare(io.penstock.Destination.queue("in").build());
        send("in", order(0, 1), "no order", order(2, 2));
        try (var application =
                ReactiveApplication.on(broker).incoming("in", "batch", "true").start(Orders.class)) {
            var orders = application.get(Orders.class);
            await().untilAsserted(
                            () -> assertThat(orders.seen()).containsExactly(new Order("o0", 1), new Order("o2", 2)));
            assertThat(orders.offsets()).as("the metadata fits the list").containsExactly(0L, 2L);
            await().untilAsserted(() -> assertThat(waiting("in.dlq")).hasSize(1));
            assertThat(waiting("in.dlq").get(0).headers().get(DeadLetterRecord.REASON))
                    .isEqualTo("UNREADABLE");
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(2));
        }
    }

    @ApplicationScoped
    static class Messages {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        CompletionStage<Void> take(Message<List<String>> texts) {
            var from = texts.getMetadata(IncomingPenstockBatchMetadata.class).orElseThrow();
            for (int i = 0; i < texts.getPayload().size(); i++) {
                seen.add(texts.getPayload().get(i) + "@" + from.records().get(i).offset());
            }
            return texts.ack();
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void shouldHandOnMessagesOfLists() {
        broker.declare(io.penstock.Destination.queue("in").build());
        send("in", "a", "b", "c");
        try (var application =
                ReactiveApplication.on(broker).incoming("in", "batch", "true").start(Messages.class)) {
            await().untilAsserted(() ->
                    assertThat(application.get(Messages.class).seen()).containsExactly("a@0", "b@1", "c@2"));
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(3));
        }
    }

    @ApplicationScoped
    static class Single {
        @Incoming("in")
        void take(String text) {}
    }

    @Test
    void shouldNotStartABatchChannelWithAMethodThatTakesNoList() {
        var application = ReactiveApplication.on(broker).incoming("in", "batch", "true");

        assertThatThrownBy(() -> application.start(Single.class))
                .hasStackTraceContaining("Channel 'in': attribute 'batch' is true, but")
                .hasStackTraceContaining("takes java.lang.String: take a List<T> or a Message<List<T>>");
    }

    @ParameterizedTest
    @CsvSource({
        "batch.max-size, 10, without 'batch=true' there are no batches",
        "batch.timeout, PT1S, without 'batch=true' there are no batches",
    })
    void shouldRefuseSizesOfBatchesThatAreNotMade(String attribute, String value, String problem) {
        assertThatThrownBy(() -> ChannelConfig.incoming("in", attribute, value))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("Channel 'in': attribute '" + attribute + "'")
                .hasMessageContaining(problem);
    }

    @Test
    void shouldWaitForAFullBatchUntilTheTimeOut() {
        var vertx = Vertx.vertx();
        try {
            var scripted = new ScriptedBroker();
            var settings =
                    ChannelConfig.incoming("in", "batch", "true", "batch.max-size", "3", "batch.timeout", "PT0.05S");
            var subscriber = new IncomingChannel(
                            settings,
                            new Topology(scripted).source(settings),
                            scripted,
                            ((VertxInternal) vertx).createEventLoopContext(),
                            () -> 1,
                            InstantSource.system(),
                            IncomingChannel.Handlers.NONE,
                            IncomingTracing.off())
                    .stream()
                            .<Message<?>>onItem()
                            .transform(message -> message)
                            .subscribe()
                            .withSubscriber(AssertSubscriber.<Message<?>>create(10));

            scripted.consumer().deliver("a", "b");
            scripted.consumer().deliver("c", "d");

            assertThat(subscriber.awaitItems(2).getItems())
                    .extracting(message -> message.getMetadata(IncomingPenstockBatchMetadata.class)
                            .orElseThrow()
                            .records()
                            .size())
                    .containsExactly(3, 1);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
