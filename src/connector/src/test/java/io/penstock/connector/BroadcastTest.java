package io.penstock.connector;

import io.penstock.DeadLetterRecord;
import io.penstock.connector.ScriptedBroker.ScriptedConsumer;
import io.penstock.connector.tracing.IncomingTracing;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Several methods read one channel: each sees each message, and the worst outcome settles it. */
class BroadcastTest extends EmbeddedBrokerTest {

    private static Vertx vertx;

    private final ScriptedBroker scripted = new ScriptedBroker();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private IncomingChannel channel(int methods, String... attributes) {
        var all = new ArrayList<>(List.of(attributes));
        all.addAll(List.of("broadcast", "true"));
        var settings = ChannelConfig.incoming("in", all.toArray(String[]::new));
        return new IncomingChannel(
                settings,
                new Topology(scripted).source(settings),
                scripted,
                ((VertxInternal) vertx).createEventLoopContext(),
                () -> methods,
                InstantSource.system(),
                IncomingChannel.Handlers.NONE,
                IncomingTracing.off());
    }

    private static AssertSubscriber<Message<?>> subscribe(IncomingChannel channel, long demand) {
        return channel.stream()
                .<Message<?>>onItem()
                .transform(message -> message)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(demand));
    }

    private List<AssertSubscriber<Message<?>>> subscribers(int count, String... attributes) {
        var channel = channel(count, attributes);
        var stream = channel.stream();
        return IntStream.range(0, count)
                .mapToObj(i -> stream.<Message<?>>onItem()
                        .transform(message -> message)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.<Message<?>>create(10)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void shouldAcceptWhenTheLastSubscriberHasAcked(int count) {
        var subscribers = subscribers(count);
        var delivery = scripted.consumer().deliver("a").get(0);

        for (int i = 0; i < count; i++) {
            assertThat(delivery.disposition())
                    .as("%d of %d have acked", i, count)
                    .isNull();
            subscribers
                    .get(i)
                    .awaitItems(1)
                    .getItems()
                    .get(0)
                    .ack()
                    .toCompletableFuture()
                    .join();
        }

        await().untilAsserted(() -> assertThat(delivery.disposition()).isEqualTo("accept"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldFailIfOneSubscriberHasFailedWhicheverItIs(int failing) {
        var subscribers = subscribers(3);
        var delivery = scripted.consumer().deliver("a").get(0);

        for (int i = 0; i < 3; i++) {
            var message = subscribers.get(i).awaitItems(1).getItems().get(0);
            (i == failing ? message.nack(new IllegalStateException("broken " + i)) : message.ack())
                    .toCompletableFuture()
                    .join();
        }

        await().untilAsserted(() -> assertThat(delivery.disposition()).isEqualTo("fail broken " + failing));
    }

    @Test
    void shouldReportTheFirstOfSeveralFailures() {
        var subscribers = subscribers(2);
        var delivery = scripted.consumer().deliver("a").get(0);

        subscribers.get(1).awaitItems(1).getItems().get(0).nack(new IllegalStateException("first"));
        subscribers.get(0).awaitItems(1).getItems().get(0).nack(new IllegalStateException("second"));

        await().untilAsserted(() -> assertThat(delivery.disposition()).isEqualTo("fail first"));
    }

    @Test
    void shouldAskForNothingBeforeAllMethodsHaveSubscribed() {
        var stream = channel(2).stream();

        stream.subscribe().withSubscriber(AssertSubscriber.create(10));
        assertThat(scripted.consumers).isEmpty();
        stream.subscribe().withSubscriber(AssertSubscriber.create(4));

        assertThat(scripted.consumer().requested())
                .as("what the slower one asks for")
                .isEqualTo(4);
    }

    @Test
    void shouldGiveBackWhatASubscriberThatLeavesHasNotSeen() {
        // given one that joins later, and asks for less than is on its way already
        var stream = channel(1).stream();
        var stays = stream.<Message<?>>onItem()
                .transform(message -> message)
                .subscribe()
                .withSubscriber(AssertSubscriber.<Message<?>>create(5));
        var leaves = stream.subscribe().withSubscriber(AssertSubscriber.create(1));
        ScriptedConsumer consumer = scripted.consumer();
        var delivery = consumer.deliver("a", "b").get(1);
        leaves.awaitItems(1);

        // when one has acked the second message, and the other leaves before it has asked for it
        stays.awaitItems(2).getItems().get(1).ack();
        leaves.cancel();

        await().untilAsserted(() -> assertThat(delivery.disposition()).isEqualTo("release PT0S false"));
        assertThat(consumer.isClosed()).isFalse();
    }

    @Test
    void shouldMakeAcksWaitForTheOthersIfTheyWaitForTheSettlement() {
        var subscribers = subscribers(2, "wait-for-settlement", "true");
        scripted.consumer().deliver("a");

        var first = subscribers.get(0).awaitItems(1).getItems().get(0).ack().toCompletableFuture();
        assertThat(first).isNotDone();
        subscribers
                .get(1)
                .awaitItems(1)
                .getItems()
                .get(0)
                .ack()
                .toCompletableFuture()
                .join();

        first.join();
    }

    @ApplicationScoped
    static class FastAndSlow {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> slow = new CompletableFuture<>();

        @Incoming("in")
        void fast(String text) {
            seen.add("fast " + text);
        }

        @Incoming("in")
        @Blocking
        void slow(String text) {
            slow.join();
            seen.add("slow " + text);
            throw new IllegalStateException("too slow");
        }

        List<String> seen() {
            return seen;
        }

        void goOn() {
            slow.complete(null);
        }
    }

    @Test
    void shouldNotLoseTheFailureOfTheSlowerMethod() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "broadcast", "true", "retry.max-retries", "0")
                .start(FastAndSlow.class)) {
            send("in", "a");
            var methods = application.get(FastAndSlow.class);
            await().untilAsserted(() -> assertThat(methods.seen()).containsExactly("fast a"));
            assertThat(queue("in").accepted()).isZero();

            methods.goOn();

            await().untilAsserted(() -> assertThat(waiting("in.dlq")).hasSize(1));
            assertThat(waiting("in.dlq").get(0).headers().get(DeadLetterRecord.REASON))
                    .isEqualTo("RETRIES_EXHAUSTED");
            assertThat(methods.seen()).containsExactly("fast a", "slow a");
        }
    }

    @ApplicationScoped
    static class Three {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void first(String text) {
            seen.add("first " + text);
        }

        @Incoming("in")
        @Blocking
        void second(byte[] text) {
            seen.add("second " + new String(text, java.nio.charset.StandardCharsets.UTF_8));
        }

        @Incoming("in")
        void third(io.penstock.Message text) {
            seen.add("third " + text.bodyText());
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void shouldGiveEveryMethodEveryMessageFromTheFirstOn() {
        broker.declare(io.penstock.Destination.queue("in").build());
        send("in", "a", "b");
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "broadcast", "true")
                .start(Three.class)) {
            await().untilAsserted(() -> assertThat(application.get(Three.class).seen())
                    .containsExactlyInAnyOrder("first a", "first b", "second a", "second b", "third a", "third b"));
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(2));
        }
    }
}
