package io.penstock.connector;

import io.penstock.Destination;
import io.penstock.Message;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class IncomingTest extends EmbeddedBrokerTest {

    @ApplicationScoped
    static class Texts {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(String text) {
            seen.add(text);
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void shouldConsumeAQueueInOrderAndSettleWhatIsAcked() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "destination", "orders")
                .start(Texts.class)) {
            var bodies = IntStream.range(0, 50).mapToObj(i -> "order " + i).toArray(String[]::new);

            send("orders", bodies);

            await().untilAsserted(() ->
                    assertThat(application.get(Texts.class).seen()).containsExactly(bodies));
            await().untilAsserted(() -> {
                assertThat(queue("orders").waiting()).isZero();
                assertThat(queue("orders").accepted()).isEqualTo(50);
            });
        }
    }

    @Test
    void shouldGoOnInATopicWhereItsSubscriptionStopped() {
        broker.declare(Destination.topic("prices").build());
        var configured = ReactiveApplication.on(broker)
                .incoming("in", "destination", "prices", "kind", "topic", "subscription", "billing");

        try (var application = configured.start(Texts.class)) {
            send("prices", "1", "2");
            await().untilAsserted(() ->
                    assertThat(application.get(Texts.class).seen()).containsExactly("1", "2"));
        }
        send("prices", "3", "4");
        try (var application = configured.start(Texts.class)) {
            await().untilAsserted(() ->
                    assertThat(application.get(Texts.class).seen()).containsExactly("3", "4"));
        }
    }

    @Test
    void shouldReadATopicFromItsBeginningWhenAsked() {
        broker.declare(Destination.topic("prices").build());
        send("prices", "1", "2");

        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "destination", "prices", "start", "earliest")
                .start(Texts.class)) {
            await().untilAsserted(() ->
                    assertThat(application.get(Texts.class).seen()).containsExactly("1", "2"));
        }
    }

    record Order(String id, int amount) {}

    @ApplicationScoped
    static class EveryPayloadType {
        private final List<Object> seen = new CopyOnWriteArrayList<>();

        @Incoming("bytes")
        void bytes(byte[] body) {
            seen.add("bytes " + new String(body, StandardCharsets.UTF_8));
        }

        @Incoming("native")
        void message(Message message) {
            seen.add("native " + message.keyText() + " " + message.headers().get("tenant"));
        }

        @Incoming("json")
        void json(Order order) {
            seen.add(order);
        }

        @Incoming("wrapped")
        CompletionStage<Void> wrapped(org.eclipse.microprofile.reactive.messaging.Message<Order> order) {
            seen.add("wrapped " + order.getPayload().amount());
            return order.ack();
        }

        @Incoming("described")
        void described(String text, IncomingPenstockMetadata from) {
            seen.add("described " + from.destination() + " " + from.subscription() + " " + from.partition() + " "
                    + from.offset() + " " + from.attempt() + " " + from.deliveries() + " " + from.keyText() + " "
                    + from.headers().get("tenant") + " " + from.id() + " " + (from.timestamp() != null));
        }

        List<Object> seen() {
            return seen;
        }
    }

    @Test
    void shouldGiveThePayloadAsTheMethodTakesIt() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("bytes")
                .incoming("native")
                .incoming("json")
                .incoming("wrapped")
                .incoming("described")
                .start(EveryPayloadType.class)) {
            var json = "{\"id\":\"a\",\"amount\":3}";
            for (var queue : List.of("bytes", "native", "json", "wrapped", "described")) {
                broker.send(Message.to(queue)
                        .id("id-1")
                        .key("k")
                        .header("tenant", "acme")
                        .body(json)
                        .build());
            }

            await().untilAsserted(() -> assertThat(
                            application.get(EveryPayloadType.class).seen())
                    .containsExactlyInAnyOrder(
                            "bytes " + json,
                            "native k acme",
                            new Order("a", 3),
                            "wrapped 3",
                            "described described described 0 0 1 1 k acme id-1 true"));
        }
    }

    @ApplicationScoped
    static class Stream {
        @Inject
        @Channel("in")
        Multi<org.eclipse.microprofile.reactive.messaging.Message<String>> messages;

        AssertSubscriber<org.eclipse.microprofile.reactive.messaging.Message<String>> subscribe(long demand) {
            return messages.subscribe().withSubscriber(AssertSubscriber.create(demand));
        }
    }

    @Test
    void shouldAcquireNoMoreThanIsDemandedAndReleaseWhenCancelled() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "close-timeout", "PT0S", "prefetch", "0")
                .start(Stream.class)) {
            send("in", "a", "b", "c", "d", "e");

            // when three of five are demanded, and one is settled
            var subscriber = application.get(Stream.class).subscribe(3);
            var messages = subscriber.awaitItems(3).getItems();
            messages.get(0).ack().toCompletableFuture().join();

            // then only these were ever acquired
            await().untilAsserted(() -> assertThat(queue("in").acquired()).isEqualTo(2));
            assertThat(queue("in").delivered()).isEqualTo(3);
            assertThat(queue("in").waiting()).isEqualTo(4);

            // and what is left goes back when the stream is cancelled, as if it had never been tried
            subscriber.cancel();
            await().untilAsserted(() -> assertThat(queue("in").acquired()).isZero());
            var next = application.get(Stream.class).subscribe(10).awaitItems(4).getItems();
            assertThat(next)
                    .extracting(org.eclipse.microprofile.reactive.messaging.Message::getPayload)
                    .containsExactly("b", "c", "d", "e");
            assertThat(next)
                    .extracting(message -> message.getMetadata(IncomingPenstockMetadata.class)
                            .orElseThrow()
                            .attempt())
                    .containsOnly(1);
        }
    }

    @ApplicationScoped
    static class SlowConsumer {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CompletableFuture<Void> ending = new CompletableFuture<>();

        @Incoming("in")
        @Blocking
        void take(String text) {
            started.countDown();
            ending.join();
        }

        /** Before the connector is told, so that the message is still in work then. */
        void end(@Observes @Priority(1) @BeforeDestroyed(ApplicationScoped.class) Object event) {
            ending.completeAsync(() -> null);
        }

        CountDownLatch started() {
            return started;
        }
    }

    @Test
    void shouldFinishTheMessageInWorkWhenTheApplicationEnds() throws Exception {
        try (var application = ReactiveApplication.on(broker).incoming("in").start(SlowConsumer.class)) {
            send("in", "a");
            application.get(SlowConsumer.class).started().await();
        }
        send("in", "b");

        assertThat(queue("in").accepted()).isEqualTo(1);
        assertThat(queue("in").consumers()).isZero();
        assertThat(waiting("in")).extracting(Message::bodyText).containsExactly("b");
    }

    @ApplicationScoped
    static class Parallel {
        private final CountDownLatch together = new CountDownLatch(3);

        @Incoming("in")
        @Blocking
        void take(String text) throws InterruptedException {
            together.countDown();
            together.await();
        }
    }

    @Test
    void shouldWorkOffOneQueueWithSeveralCopiesOfAChannel() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "concurrency", "3")
                .start(Parallel.class)) {
            send("in", "a", "b", "c");

            // Each waits for the other two: one consumer alone would never finish its first message.
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(3));
            assertThat(queue("in").consumers()).isEqualTo(3);
            assertThat(application.health().getReadiness().isOk()).isTrue();
        }
    }

    @ApplicationScoped
    static class QuickThenSlow {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final CountDownLatch slow = new CountDownLatch(1);

        @Incoming("in")
        @Blocking
        void take(String text) throws InterruptedException {
            if (text.equals("100")) {
                slow.await();
            }
            seen.add(text);
        }

        List<String> seen() {
            return seen;
        }

        void goOn() {
            slow.countDown();
        }
    }

    @Test
    void shouldKeepTheOrderWhenWhatWasTakenAheadIsGivenBack() {
        broker.declare(Destination.queue("in").build());
        var bodies = IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new);
        send("in", bodies);
        try (var application = ReactiveApplication.on(broker).incoming("in").start(QuickThenSlow.class)) {
            var consumer = application.get(QuickThenSlow.class);
            await().untilAsserted(() -> assertThat(consumer.seen()).hasSize(100));

            // when it meets a slow message, others could have what waits behind that
            await().untilAsserted(() -> assertThat(queue("in").acquired()).isEqualTo(1));
            consumer.goOn();

            await().untilAsserted(() -> assertThat(consumer.seen()).containsExactly(bodies));
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(200));
        }
    }
}
