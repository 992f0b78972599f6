package io.penstock.quarkus.deployment;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.ProducerOptions;
import io.penstock.RedriveRequest;
import io.penstock.TypedSender;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.listener.SendTo;
import io.penstock.quarkus.SendsTo;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.transaction.UserTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Spans of what goes through each door of an application that has OpenTelemetry. */
class TracingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Listener.class, Telemetry.class)
            .setForcedDependencies(
                    List.of(Dependency.of("io.quarkus", "quarkus-opentelemetry-deployment", Version.getVersion())))
            .overrideConfigKey("quarkus.otel.simple", "true")
            .overrideRuntimeConfigKey("quarkus.otel.metric.export.interval", "1h")
            .overrideRuntimeConfigKey("mp.messaging.incoming.channel.destination", "from-channel")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.emitter.destination", "from-channel");

    @Singleton
    static class Telemetry {

        @Produces
        @Singleton
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }
    }

    @Inject
    InMemorySpanExporter spans;

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Inject
    @SendsTo("many")
    TypedSender<String> typed;

    @Inject
    ConnectionFactory factory;

    @Inject
    UserTransaction transaction;

    @Inject
    @Channel("emitter")
    Emitter<String> emitter;

    @ParameterizedTest
    @ValueSource(strings = {"chain", "async-chain"})
    void shouldKeepTheTraceInWhatAMethodSendsByItsResult(String queue) {
        broker.send(queue, "text");

        var process = awaitSpan("process " + queue);
        var send = awaitSpan("send after-chain");
        assertThat(send.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(awaitSpan("process after-chain").getTraceId()).isEqualTo(process.getTraceId());
    }

    @BeforeEach
    void forget() {
        spans.reset();
    }

    private List<SpanData> awaitSpans(String name, int count) {
        await().untilAsserted(() -> assertThat(named(name)).hasSize(count));
        return named(name);
    }

    private SpanData awaitSpan(String name) {
        return awaitSpans(name, 1).get(0);
    }

    private List<SpanData> named(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static Object attribute(SpanData span, String name) {
        return span.getAttributes().asMap().entrySet().stream()
                .filter(each -> each.getKey().getKey().equals(name))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static List<String> links(SpanData span) {
        return span.getLinks().stream()
                .map(LinkData::getSpanContext)
                .map(SpanContext::getSpanId)
                .toList();
    }

    @Test
    void shouldTraceFromTheSenderThroughARetryToWhatTheListenerSends() {
        var receipt = broker.send(Message.to("orders").key("k").body("order").build());

        var forward = awaitSpan("send audit");
        var send = awaitSpan("send orders");
        var attempts = awaitSpans("process orders", 2);
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(attribute(send, "messaging.system")).isEqualTo("penstock");
        assertThat(attribute(send, "messaging.operation.type")).isEqualTo("send");
        assertThat(attribute(send, "messaging.destination.name")).isEqualTo("orders");
        assertThat(attribute(send, "messaging.message.id")).isEqualTo(receipt.messageId());
        assertThat(attribute(send, "messaging.message.body.size")).isEqualTo(5L);

        var first = attempts.get(0);
        assertThat(first.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(first.getParentSpanId()).isEqualTo(send.getSpanId());
        assertThat(first.getStatus().getStatusCode())
                .isEqualTo(StatusData.error().getStatusCode());
        assertThat(attribute(first, "messaging.penstock.message.attempt")).isEqualTo(1L);
        assertThat(attribute(first, "messaging.penstock.disposition")).isEqualTo("retried");
        assertThat(attribute(first, "messaging.destination.subscription.name")).isEqualTo("orders");
        assertThat(links(first)).isEmpty();

        var second = attempts.get(1);
        assertThat(second.getParentSpanId()).isEqualTo(send.getSpanId());
        assertThat(attribute(second, "messaging.penstock.disposition")).isEqualTo("accepted");
        assertThat(links(second)).containsExactly(first.getSpanId());
        assertThat(forward.getParentSpanId()).isEqualTo(second.getSpanId());
        assertThat(forward.getTraceId()).isEqualTo(send.getTraceId());
    }

    @Test
    void shouldLinkARedriveToTheFirstAttempt() {
        broker.send(Message.to("broken").body("x").build());
        var dead = awaitSpan("process broken");
        assertThat(attribute(dead, "messaging.penstock.disposition")).isEqualTo("dead-lettered");
        await().untilAsserted(() -> assertThat(
                        broker.statistics("broken").subscriptions().get(0).deadLettered())
                .isPositive());

        bean.mended = true;
        broker.redrive(RedriveRequest.all("broken.dlq").build());

        var redriven = awaitSpans("process broken", 2).get(1);
        assertThat(links(redriven)).containsExactly(dead.getSpanId());
        assertThat(redriven.getTraceId()).isEqualTo(dead.getTraceId());
    }

    @Test
    void shouldKeepTheSpanForWhatAListenerDoesAsynchronously() {
        broker.send(Message.to("async").body("x").build());

        assertThat(awaitSpan("send after-async").getParentSpanId())
                .isEqualTo(awaitSpan("process async").getSpanId());
    }

    @Test
    void shouldTraceTypedSendersGroupsTransactionsAndProducers() throws Exception {
        broker.declare(Destination.queue("many").build());
        typed.send("typed");
        broker.sendAll(List.of(
                Message.to("many").body("a").build(),
                Message.to("many").body("b").build()));
        try (var own = broker.begin()) {
            own.send(Message.to("many").body("c").build());
            own.commit();
        }
        // Numbered messages do not wait for the end of a transaction.
        var numbered = broker.producer(ProducerOptions.of("numbered").build());
        numbered.send(Message.to("many").body("d").build());
        transaction.begin();
        broker.send(Message.to("many").body("e").build());
        transaction.commit();

        var sends = awaitSpans("send many", 6);
        assertThat(sends).allSatisfy(span -> assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER));
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue("many", "many").build())) {
            for (int i = 0; i < 6; i++) {
                var delivery = consumer.receive(Duration.ofMinutes(1)).orElseThrow();
                assertThat(delivery.message().headers().get("traceparent")).isNotNull();
                delivery.accept();
            }
        }
        var received = awaitSpans("receive many", 6);
        assertThat(received).allSatisfy(span -> assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT));
        assertThat(received.stream().flatMap(span -> links(span).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        sends.stream().map(SpanData::getSpanId).toList());
    }

    @Test
    void shouldTraceJakartaMessaging() throws Exception {
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue("beans"), "hello");
            var send = awaitSpan("send beans");
            var driven = awaitSpan("process beans");
            assertThat(driven.getParentSpanId()).isEqualTo(send.getSpanId());
            var answer = awaitSpan("send answers");
            assertThat(answer.getParentSpanId()).isEqualTo(driven.getSpanId());

            var received =
                    context.createConsumer(context.createQueue("answers")).receive();
            assertThat(received.getStringProperty("traceparent"))
                    .isEqualTo("00-" + answer.getTraceId() + "-" + answer.getSpanId() + "-01");
            assertThat(links(awaitSpan("receive answers"))).containsExactly(answer.getSpanId());
        }
    }

    @Test
    void shouldTraceWhatAPlainHandlerProcessesFromARetryToWhatItSends() {
        broker.declare(Destination.queue("plain").build());
        try (var consumer = broker.consume(ConsumerOptions.ofQueue("plain", "c").build(), deliveries -> {
            var delivery = deliveries.get(0);
            if (delivery.attempt() == 1) {
                delivery.failAsync(new IllegalStateException("no stock"));
            } else {
                broker.sendAsync(Message.to("after-async").body("x").build());
                delivery.acceptAsync();
            }
        })) {
            consumer.request(2);
            broker.send(Message.to("plain").body("x").build());

            var attempts = awaitSpans("process plain", 2);
            var send = awaitSpan("send plain");
            var first = attempts.get(0);
            assertThat(first.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(first.getParentSpanId()).isEqualTo(send.getSpanId());
            assertThat(first.getStatus().getDescription()).isEqualTo("no stock");
            assertThat(attribute(first, "messaging.client.id")).isEqualTo("c");
            var second = attempts.get(1);
            assertThat(links(second)).containsExactly(first.getSpanId());
            assertThat(attribute(second, "messaging.penstock.disposition")).isEqualTo("accepted");
            assertThat(awaitSpan("send after-async").getParentSpanId()).isEqualTo(second.getSpanId());
        }
    }

    @Test
    void shouldEndTheSpansOfAPlainHandlerHoweverItSettles() throws Exception {
        broker.declare(Destination.queue("settled").build());
        var handed = new LinkedBlockingQueue<Delivery>();
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue("settled", "c").build(), handed::addAll)) {
            consumer.request(Long.MAX_VALUE);
            for (int i = 0; i < 5; i++) {
                broker.send(Message.to("settled").body("x").build());
            }
            consumer.accept(List.of(handed.take(), handed.take()));
            try (var own = broker.begin()) {
                own.accept(handed.take());
                own.commit();
            }
            transaction.begin();
            handed.take().accept();
            transaction.commit();
            handed.take().reject(DeadLetterReason.REJECTED, "no use", null);

            var spans = awaitSpans("process settled", 5);
            assertThat(spans)
                    .extracting(span -> attribute(span, "messaging.penstock.disposition"))
                    .containsExactly("accepted", "accepted", "accepted", "accepted", "dead-lettered");
            assertThat(spans.get(4).getStatus().getDescription()).isEqualTo("no use");
            assertThat(broker.statistics("settled").depth()).isZero();
        }
    }

    @Test
    void shouldTraceChannelsOnce() {
        emitter.send("x").toCompletableFuture().join();

        var processed = awaitSpan("process from-channel");
        assertThat(processed.getParentSpanId())
                .isEqualTo(awaitSpan("send from-channel").getSpanId());
        assertThat(awaitSpan("send after-channel").getParentSpanId()).isEqualTo(processed.getSpanId());
    }

    @Singleton
    static class Bean {

        @Inject
        Broker broker;

        volatile boolean mended;

        @QueueListener("orders")
        @Retry(maxRetries = 1, delay = 1, jitter = 0)
        void on(Message message, Delivery delivery) {
            if (delivery.attempt() == 1) {
                throw new IllegalStateException("no stock");
            }
            broker.send("audit", message.bodyText());
        }

        @QueueListener("audit")
        void audit(String body) {}

        @QueueListener("broken")
        void broken(String body) {
            if (!mended) {
                throw new DeadLetterException("broken");
            }
        }

        @QueueListener("async")
        Uni<Void> async(String body) {
            return Uni.createFrom()
                    .item(body)
                    .emitOn(Infrastructure.getDefaultExecutor())
                    .chain(text -> Uni.createFrom()
                            .completionStage(() -> broker.sendAsync("after-async", text))
                            .replaceWithVoid());
        }

        @QueueListener("chain")
        @SendTo("after-chain")
        String chain(String body) {
            return body;
        }

        @QueueListener("async-chain")
        @SendTo("after-chain")
        Uni<String> asyncChain(String body) {
            return Uni.createFrom().item(body).emitOn(Infrastructure.getDefaultExecutor());
        }

        @QueueListener("after-chain")
        void afterChain(String body) {}

        @QueueListener("after-async")
        void afterAsync(String body) {}

        @Incoming("channel")
        void channel(String body) {
            broker.send("after-channel", body);
        }

        @QueueListener("after-channel")
        void afterChannel(String body) {}
    }

    @MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "destination", propertyValue = "beans"))
    static class Listener implements MessageListener {

        @Inject
        ConnectionFactory factory;

        @Override
        public void onMessage(jakarta.jms.Message message) {
            try (var context = factory.createContext()) {
                context.createProducer().send(context.createQueue("answers"), message.getBody(String.class));
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
