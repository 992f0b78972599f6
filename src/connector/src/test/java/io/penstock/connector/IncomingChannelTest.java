package io.penstock.connector;

import io.penstock.BrokerHealth;
import io.penstock.PenstockException;
import io.penstock.connector.ScriptedBroker.ScriptedConsumer;
import io.penstock.connector.tracing.IncomingTracing;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class IncomingChannelTest {

    private static Vertx vertx;
    private static Context context;

    private final ScriptedBroker broker = new ScriptedBroker();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
        context = ((VertxInternal) vertx).createEventLoopContext();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void runOnContext(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    private IncomingChannel channel(String... attributes) {
        return channel(InstantSource.system(), attributes);
    }

    private IncomingChannel channel(InstantSource clock, String... attributes) {
        var settings = ChannelConfig.incoming("in", attributes);
        return new IncomingChannel(
                settings,
                new Topology(broker).source(settings),
                broker,
                context,
                () -> 1,
                clock,
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

    @Test
    void shouldAskForNoMoreThanIsDemanded() {
        // given a subscriber that wants nothing yet
        var subscriber = subscribe(channel(), 0);
        ScriptedConsumer consumer = broker.consumer();
        assertThat(consumer.requested()).isZero();

        // when it asks
        subscriber.request(2);
        subscriber.request(3);

        // then the broker is asked for just that, also when messages are settled
        assertThat(consumer.requested()).isEqualTo(5);
        consumer.deliver("a", "b");
        subscriber.awaitItems(2).getItems().forEach(Message::ack);
        assertThat(consumer.requested()).isEqualTo(5);
    }

    @Test
    void shouldBoundWhatIsUnsettledUnderUnboundedDemand() {
        var subscriber = subscribe(channel("max-inflight-messages", "3"), Long.MAX_VALUE);
        var consumer = broker.consumer();
        assertThat(consumer.requested()).isEqualTo(3);

        var deliveries = consumer.deliver("a", "b", "c");
        var messages = subscriber.awaitItems(3).getItems();
        assertThat(consumer.requested()).isEqualTo(3);

        messages.get(1).ack().toCompletableFuture().join();
        messages.get(1).ack().toCompletableFuture().join();
        await().untilAsserted(() -> assertThat(consumer.requested())
                .as("settled once, however often acked")
                .isEqualTo(4));
        assertThat(deliveries.get(1).disposition()).isEqualTo("accept");
        assertThat(deliveries.get(0).disposition()).isNull();
    }

    @Test
    void shouldEmitOnOneEventLoopInOrder() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        var subscriber = channel().stream()
                .<Message<?>>onItem()
                .transform(message -> message)
                .onItem()
                .invoke(() -> {
                    assertThat(Context.isOnEventLoopThread()).isTrue();
                    threads.add(Thread.currentThread());
                })
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10));

        broker.consumer().deliver("a", "b", "c");
        broker.consumer().deliver("d");

        assertThat(subscriber.awaitItems(4).getItems())
                .extracting(message -> new String((byte[]) message.getPayload(), StandardCharsets.UTF_8))
                .containsExactly("a", "b", "c", "d");
        assertThat(threads).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "retry, fail broken",
        "dead-letter, reject REJECTED broken",
        "release, release PT0S false",
        "ignore, accept",
    })
    void shouldDisposeOfANackedMessageByItsStrategy(String strategy, String disposition) {
        var subscriber = subscribe(channel("failure-strategy", strategy), 1);
        var delivery = broker.consumer().deliver("a").get(0);

        subscriber
                .awaitItems(1)
                .getItems()
                .get(0)
                .nack(new IllegalStateException("broken"))
                .toCompletableFuture()
                .join();

        assertThat(delivery.disposition()).isEqualTo(disposition);
        assertThat(broker.consumer().isClosed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"retry", "dead-letter"})
    void shouldNotRetryWhatCannotBeRead(String strategy) {
        var subscriber = subscribe(channel("failure-strategy", strategy), 1);
        var delivery = broker.consumer().deliver("a").get(0);

        subscriber
                .awaitItems(1)
                .getItems()
                .get(0)
                .nack(new UnreadablePayloadException("no JSON", null))
                .toCompletableFuture()
                .join();

        assertThat(delivery.disposition()).isEqualTo("reject UNREADABLE no JSON");
    }

    @Test
    void shouldStopTheChannelUnderStrategyFail() {
        var channel = channel("failure-strategy", "fail");
        var subscriber = subscribe(channel, 5);
        var delivery = broker.consumer().deliver("a").get(0);
        var reason = new IllegalStateException("broken");

        var nack = subscriber.awaitItems(1).getItems().get(0).nack(reason).toCompletableFuture();

        assertThatThrownBy(nack::join).hasCause(reason);
        assertThat(delivery.disposition()).isEqualTo("release PT0S false");
        subscriber.awaitFailure(failure -> assertThat(failure).isSameAs(reason));
        await().until(broker.consumer()::isClosed);
        var report = liveness(channel);
        assertThat(report.isOk()).isFalse();
        assertThat(report.getChannels().get(0).getMessage()).contains("broken");
    }

    @Test
    void shouldAckAtOnceButKeepThePlaceTakenUntilTheAcceptanceIsDurable() {
        var subscriber = subscribe(channel("max-inflight-messages", "1"), Long.MAX_VALUE);
        var durable = broker.consumer().deliver("a").get(0).holdBack();

        var ack = subscriber.awaitItems(1).getItems().get(0).ack();

        assertThat(ack.toCompletableFuture()).isCompleted();
        assertThat(broker.consumer().requested()).isEqualTo(1);
        durable.complete(null);
        await().untilAsserted(() -> assertThat(broker.consumer().requested()).isEqualTo(2));
    }

    @Test
    void shouldAckWhenTheAcceptanceIsDurableIfAsked() {
        var subscriber = subscribe(channel("wait-for-settlement", "true"), 2);
        var deliveries = broker.consumer().deliver("a", "b");
        var durable = deliveries.get(0).holdBack();
        var failing = deliveries.get(1).holdBack();
        var messages = subscriber.awaitItems(2).getItems();

        var ack = messages.get(0).ack().toCompletableFuture();
        await().untilAsserted(() -> assertThat(deliveries.get(0).disposition()).isEqualTo("accept"));
        assertThat(ack).isNotDone();
        durable.complete(null);
        ack.join();

        var failed = messages.get(1).ack().toCompletableFuture();
        failing.completeExceptionally(new PenstockException.Unavailable("closed"));
        assertThatThrownBy(failed::join).hasCauseInstanceOf(PenstockException.Unavailable.class);
    }

    @Test
    void shouldAcceptTogetherWhatIsAckedTogether() {
        var subscriber = subscribe(channel(), 100);
        broker.consumer()
                .deliver(IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new));
        var messages = subscriber.awaitItems(100).getItems();

        runOnContext(() -> messages.forEach(Message::ack));

        await().untilAsserted(() -> assertThat(broker.consumer().accepted()).containsExactly(100));
    }

    @Test
    void shouldTakeAheadInOrderWhileTheConsumerIsQuickAndGiveBackWhatWaitsTooLong() {
        // given a consumer that asks for one message after the other, quickly
        var subscriber = subscribe(channel(() -> Instant.EPOCH, "prefetch", "4"), 1);
        var consumer = broker.consumer();
        consumer.deliver("a");
        subscriber.awaitItems(1);
        subscriber.request(1);
        assertThat(consumer.requested()).as("one for it, and four ahead").isEqualTo(1 + 1 + 4);

        // when all of them come
        var deliveries = consumer.deliver("b", "c", "d", "e", "f");
        subscriber.awaitItems(2);
        subscriber.request(1);

        // then it gets them in order, and what it does not ask for goes back
        assertThat(subscriber.awaitItems(3).getItems())
                .extracting(message -> new String((byte[]) message.getPayload(), StandardCharsets.UTF_8))
                .containsExactly("a", "b", "c");
        await().untilAsserted(() -> assertThat(deliveries)
                .extracting(ScriptedDelivery::disposition)
                .containsExactly(null, null, "release PT0S false", "release PT0S false", "release PT0S false"));
    }

    @Test
    void shouldNotEndTheStreamForOneLostLease() {
        var subscriber = subscribe(channel("max-inflight-messages", "1"), Long.MAX_VALUE);
        broker.consumer().deliver("a").get(0).loseLease();

        subscriber.awaitItems(1).getItems().get(0).ack().toCompletableFuture().join();

        await().untilAsserted(() ->
                assertThat(broker.consumer().requested()).as("another may come").isEqualTo(2));
        subscriber.assertNotTerminated();
    }

    @Test
    void shouldLeaveTheSubscriptionWhenCancelled() {
        var subscriber = subscribe(channel(), 5);
        var consumer = broker.consumer();

        subscriber.cancel();

        await().until(consumer::isClosed);
        consumer.deliver("late");
        assertThat(subscriber.getItems()).isEmpty();
    }

    @Test
    void shouldWaitForMessagesInWorkWhenClosing() throws Exception {
        // given a message in work
        var channel = channel();
        var subscriber = subscribe(channel, 5);
        var delivery = broker.consumer().deliver("a").get(0);
        var message = subscriber.awaitItems(1).getItems().get(0);

        // when the application ends
        var closing = CompletableFuture.runAsync(() -> channel.close(() -> Duration.ofMinutes(1)));
        await().until(broker.consumer()::isPaused);
        assertThat(broker.consumer().isClosed()).isFalse();

        // then the message may still be settled, and nothing more is asked for
        message.ack().toCompletableFuture().join();
        closing.join();
        assertThat(delivery.disposition()).isEqualTo("accept");
        assertThat(broker.consumer().requested()).isEqualTo(5);
        assertThat(broker.consumer().isClosed()).isTrue();
    }

    @Test
    void shouldGiveUpWaitingAfterTheCloseTimeout() {
        var channel = channel("close-timeout", "PT0.05S");
        var subscriber = subscribe(channel, 5);
        broker.consumer().deliver("a");
        subscriber.awaitItems(1);

        channel.close(() -> Duration.ofMinutes(1));

        assertThat(broker.consumer().isClosed()).isTrue();
    }

    @Test
    void shouldGiveBackAtOnceWhatIsInWorkWhenOthersHaveUsedUpTheTime() {
        var channel = channel("close-timeout", "PT10M");
        var subscriber = subscribe(channel, 5);
        broker.consumer().deliver("a");
        subscriber.awaitItems(1);

        channel.close(() -> Duration.ZERO);

        assertThat(broker.consumer().isClosed()).isTrue();
    }

    @Test
    void shouldBeReadyWhileConsumedAndAliveWhileTheBrokerRuns() {
        var channel = channel();
        assertThat(readiness(channel).isOk()).isFalse();
        assertThat(liveness(channel).isOk()).isTrue();

        var subscriber = subscribe(channel, 1);
        assertThat(readiness(channel).isOk()).isTrue();

        broker.health = new BrokerHealth(BrokerHealth.State.FAILED, "disk gone");
        assertThat(liveness(channel).getChannels().get(0).getMessage()).contains("disk gone");
        assertThat(readiness(channel).isOk()).isFalse();

        broker.health = new BrokerHealth(BrokerHealth.State.RUNNING, "fine");
        subscriber.cancel();
        assertThat(readiness(channel).isOk()).isFalse();
    }

    @Test
    void shouldReportOnlyTheHealthThatIsWanted() {
        assertThat(readiness(channel("health-lazy-subscription", "true")).isOk())
                .isTrue();
        assertThat(readiness(channel("health-readiness-enabled", "false")).getChannels())
                .isEmpty();
        assertThat(liveness(channel("health-readiness-enabled", "false")).getChannels())
                .hasSize(1);
        assertThat(liveness(channel("health-enabled", "false")).getChannels()).isEmpty();
    }

    private static HealthReport readiness(IncomingChannel channel) {
        var report = HealthReport.builder();
        channel.reportReadiness(report);
        return report.build();
    }

    private static HealthReport liveness(IncomingChannel channel) {
        var report = HealthReport.builder();
        channel.reportLiveness(report);
        return report.build();
    }
}
