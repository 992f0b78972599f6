package io.penstock.connector;

import io.penstock.Durability;
import io.penstock.Headers;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.connector.payload.JsonPayloads;
import io.penstock.connector.tracing.OutgoingTracing;
import io.penstock.spi.EngineReceipt;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.helpers.VertxJsonMapping;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class OutgoingChannelTest {

    private static Vertx vertx;

    private final ScriptedBroker broker = new ScriptedBroker();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private OutgoingChannel channel(String... attributes) {
        var settings = ChannelConfig.outgoing("out", attributes);
        return new OutgoingChannel(
                settings,
                broker,
                new OutgoingMapper(settings, new JsonPayloads(new VertxJsonMapping())),
                ((VertxInternal) vertx).createEventLoopContext(),
                OutgoingTracing.off());
    }

    private Message<?> message(Object payload, Object... metadata) {
        Message<?> message = Message.of(
                payload,
                () -> {
                    answers.add("ack " + payload + (Context.isOnEventLoopThread() ? "" : " on a wrong thread"));
                    return CompletableFuture.completedFuture(null);
                },
                reason -> {
                    answers.add("nack " + payload + ": " + reason.getMessage());
                    return CompletableFuture.completedFuture(null);
                });
        for (var item : metadata) {
            message = message.addMetadata(item);
        }
        return message;
    }

    @SuppressWarnings("unchecked")
    private static void feed(OutgoingChannel channel, Multi<? extends Message<?>> messages) {
        messages.<Message<?>>onItem().transform(message -> message).subscribe().withSubscriber((Flow.Subscriber<
                        Message<?>>)
                channel.subscriber());
    }

    private static void feed(OutgoingChannel channel, Message<?>... messages) {
        feed(channel, Multi.createFrom().iterable(List.of(messages)));
    }

    private List<String> sentBodies() {
        return broker.sent.stream().map(sent -> sent.message().bodyText()).toList();
    }

    @Test
    void shouldAckOnlyAfterTheReceiptAndKeepTheOrder() {
        feed(channel(), message("a"), message("b"), message("c"));

        assertThat(sentBodies()).containsExactly("a", "b", "c");
        assertThat(answers).isEmpty();

        broker.sent.get(1).confirm(1);
        await().untilAsserted(() -> assertThat(answers).containsExactly("ack b"));
        broker.sent.get(0).confirm(0);
        broker.sent.get(2).confirm(2);
        await().untilAsserted(() -> assertThat(answers).containsExactly("ack b", "ack a", "ack c"));
    }

    @Test
    void shouldNackWhatTheBrokerRefusesAndGoOn() {
        var channel = channel();
        feed(channel, message("a"), message("b"));

        broker.sent.get(0).receipt().completeExceptionally(new PenstockException.Overloaded("full"));
        broker.sent.get(1).confirm(1);

        await().untilAsserted(() -> assertThat(answers).containsExactly("nack a: full", "ack b"));
        assertThat(liveness(channel).isOk()).isTrue();
    }

    @Test
    void shouldHaveNoMoreWithoutReceiptThanAllowed() {
        feed(
                channel("max-inflight-messages", "2"),
                Multi.createFrom()
                        .iterable(IntStream.range(0, 5)
                                .mapToObj(i -> message("m" + i))
                                .toList()));

        assertThat(sentBodies()).containsExactly("m0", "m1");
        broker.sent.get(1).confirm(1);
        await().untilAsserted(() -> assertThat(sentBodies()).containsExactly("m0", "m1", "m2"));
    }

    @Test
    void shouldAckAtOnceWithoutWaitingButStayBounded() {
        feed(
                channel("max-inflight-messages", "2", "wait-for-write-completion", "false"),
                Multi.createFrom()
                        .iterable(IntStream.range(0, 5)
                                .mapToObj(i -> message("m" + i))
                                .toList()));

        assertThat(answers).hasSize(2);
        assertThat(sentBodies()).containsExactly("m0", "m1");
        broker.sent.get(0).receipt().completeExceptionally(new PenstockException.Overloaded("full"));
        await().untilAsserted(() -> assertThat(sentBodies()).containsExactly("m0", "m1", "m2"));
    }

    @Test
    void shouldNackAPayloadThatCannotBeWritten() {
        var cycle = new Object() {
            @SuppressWarnings("unused")
            public Object getSelf() {
                return this;
            }

            @Override
            public String toString() {
                return "cycle";
            }
        };
        feed(channel(), message(cycle), message("b"));

        assertThat(sentBodies()).containsExactly("b");
        assertThat(answers).singleElement().asString().startsWith("nack cycle: ");
    }

    @Test
    void shouldGiveTheReceiptToWhoeverAsksForIt() {
        var result = new OutgoingMessageMetadata<Receipt>();
        feed(channel(), message("a", result));

        broker.sent.get(0).confirm(42);

        await().untilAsserted(() -> assertThat(answers).containsExactly("ack a"));
        assertThat(result.getResult()).isEqualTo(EngineReceipt.of("id-42", "out", 0, 42));
    }

    @Test
    void shouldSendWithKeyHeadersAndTheRestOfTheMetadata() {
        var metadata = OutgoingPenstockMetadata.builder()
                .destination("elsewhere")
                .key("k")
                .header("tenant", "acme")
                .id("order-1")
                .deliverAt(Instant.EPOCH)
                .durability(Durability.OS)
                .routingKey("orders.eu")
                .priority(7)
                .timeToLive(Duration.ofMinutes(5))
                .build();
        feed(channel("key", "fallback"), message("a", metadata), message("b"));

        var sent = broker.sent.get(0).message();
        assertThat(sent.destination()).isEqualTo("elsewhere");
        assertThat(sent.keyText()).isEqualTo("k");
        assertThat(sent.headers().get("tenant")).isEqualTo("acme");
        assertThat(sent.id()).isEqualTo("order-1");
        assertThat(sent.deliverAt()).contains(Instant.EPOCH);
        assertThat(sent.durability()).contains(Durability.OS);
        assertThat(sent.routingKey()).isEqualTo("orders.eu");
        assertThat(sent.priority()).isEqualTo(7);
        assertThat(sent.timeToLive()).contains(Duration.ofMinutes(5));
        assertThat(broker.sent.get(1).message().keyText()).isEqualTo("fallback");
        assertThat(broker.sent.get(1).message().destination()).isEqualTo("out");
    }

    @Test
    void shouldRefusePrioritiesAndTimesToLiveThatDoNotExist() {
        var metadata = OutgoingPenstockMetadata.builder();

        assertThatThrownBy(() -> metadata.priority(10)).hasMessage("priority = 10: use 0 to 9.");
        assertThatThrownBy(() -> metadata.timeToLive(Duration.ZERO))
                .hasMessage("timeToLive = PT0S: use more than zero.");
    }

    @Test
    void shouldSendKeyAndValueOfARecord() {
        feed(channel(), message(PenstockRecord.of(7, "seven")), message(PenstockRecord.of("k", null)));

        assertThat(broker.sent).extracting(sent -> sent.message().keyText()).containsExactly("7", "k");
        assertThat(sentBodies()).containsExactly("seven", null);
    }

    @Test
    void shouldSendAMessageOnWithoutSendingItBack() {
        var received = io.penstock.Message.to("in")
                .id("id-1")
                .key("k")
                .body("body")
                .header("tenant", "acme")
                .header(Headers.RESERVED_PREFIX + "dl-reason", "REJECTED")
                .build();
        feed(channel(), message(received));

        var sent = broker.sent.get(0).message();
        assertThat(sent.destination()).isEqualTo("out");
        assertThat(sent.id()).isEqualTo("id-1");
        assertThat(sent.keyText()).isEqualTo("k");
        assertThat(sent.bodyText()).isEqualTo("body");
        assertThat(sent.headers().names()).containsExactly("tenant");
    }

    @Test
    void shouldPropagateKeyAndHeadersOnlyWhenAsked() {
        var source = IncomingPenstockMetadata.builder(io.penstock.Message.to("in")
                        .key("k")
                        .header("tenant", "acme")
                        .header("secret", "x")
                        .build())
                .build();

        feed(channel(), message("a", source));
        feed(channel("propagate-key", "true", "propagate-headers", "tenant, absent"), message("b", source));

        assertThat(broker.sent.get(0).message().key()).isNull();
        assertThat(broker.sent.get(0).message().headers().isEmpty()).isTrue();
        assertThat(broker.sent.get(1).message().keyText()).isEqualTo("k");
        assertThat(broker.sent.get(1).message().headers().names()).containsExactly("tenant");
    }

    @Test
    void shouldLetTheMoreSpecificKeyWin() {
        var source = IncomingPenstockMetadata.builder(
                        io.penstock.Message.to("in").key("incoming").build())
                .build();
        var payload = io.penstock.Message.to("x").key("payload").build();
        var own = OutgoingPenstockMetadata.builder().key("own").build();

        feed(
                channel("propagate-key", "true", "key", "channel"),
                message(payload, source, own),
                message(payload, source),
                message("a", source),
                message("a"));

        assertThat(broker.sent)
                .extracting(sent -> sent.message().keyText())
                .containsExactly("own", "payload", "incoming", "channel");
    }

    @Test
    void shouldSendObjectsAsJsonAndNothingAsNoBody() {
        record Order(String id, int amount) {}
        feed(channel(), message(new Order("a", 3)), message(null), message(new byte[] {1, 2}));

        assertThat(broker.sent.get(0).message().bodyText()).isEqualTo("{\"id\":\"a\",\"amount\":3}");
        assertThat(broker.sent.get(1).message().body()).isNull();
        assertThat(broker.sent.get(2).message().body()).containsExactly(1, 2);
    }

    @Test
    void shouldNotBeAliveAfterItsSourceFailed() {
        var channel = channel();
        assertThat(liveness(channel).isOk()).isTrue();

        feed(channel, Multi.createFrom().failure(new IllegalStateException("dry")));

        assertThat(liveness(channel).isOk()).isFalse();
        assertThat(liveness(channel).getChannels().get(0).getMessage()).contains("dry");
    }

    @Test
    void shouldWaitForReceiptsWhenClosing() {
        var channel = channel();
        UnicastProcessor<Message<?>> source = UnicastProcessor.create();
        var cancelled = new AtomicBoolean();
        feed(channel, source.onCancellation().invoke(() -> cancelled.set(true)));
        source.onNext(message("a"));

        var closing = CompletableFuture.runAsync(() -> channel.close(() -> Duration.ofMinutes(1)));
        await().untilTrue(cancelled);
        assertThat(closing).isNotDone();
        broker.sent.get(0).confirm(0);

        closing.join();
        assertThat(answers).containsExactly("ack a");
    }

    private static HealthReport liveness(OutgoingChannel channel) {
        var report = HealthReport.builder();
        channel.reportLiveness(report);
        return report.build();
    }
}
