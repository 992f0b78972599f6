package io.penstock.connector;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.penstock.connector.stream.Enlistment;
import io.penstock.connector.tracing.ChannelTracing;
import io.penstock.connector.tracing.ObservedBroker;
import io.penstock.spi.HandlerObserver;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.TracingMetadata;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Spans of what channels send and process. */
class TracingTest extends EmbeddedBrokerTest {

    private static final String SENDER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String TRACE_OF_SENDER = "0af7651916cd43dd8448eb211c80319c";

    @ApplicationScoped
    static class Telemetry {
        private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

        @Produces
        @ApplicationScoped
        OpenTelemetry telemetry() {
            return OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                            .build())
                    .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                    .build();
        }
    }

    @BeforeEach
    void forgetSpans() {
        Telemetry.SPANS.reset();
    }

    private static List<SpanData> awaitSpans(int count) {
        await().untilAsserted(
                        () -> assertThat(Telemetry.SPANS.getFinishedSpanItems()).hasSize(count));
        return Telemetry.SPANS.getFinishedSpanItems();
    }

    private static SpanData span(String name) {
        return Telemetry.SPANS.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Object attribute(SpanData span, String name) {
        return span.getAttributes().asMap().entrySet().stream()
                .filter(each -> each.getKey().getKey().equals(name))
                .map(each -> each.getValue())
                .findFirst()
                .orElse(null);
    }

    private io.penstock.Message traced(String body) {
        return io.penstock.Message.to("in")
                .header("traceparent", SENDER)
                .body(body)
                .build();
    }

    @ApplicationScoped
    static class Forwarding {

        @Incoming("in")
        @Outgoing("out")
        String forward(String text) {
            return text;
        }
    }

    @Test
    void shouldContinueTheTraceOfTheSenderThroughAMethodToTheNextReceiver() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in")
                .outgoing("out")
                .start(Forwarding.class, Telemetry.class)) {
            broker.send(traced("a"));

            awaitSpans(2);
            var process = span("process in");
            var send = span("send out");
            assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(process.getTraceId()).isEqualTo(TRACE_OF_SENDER);
            assertThat(process.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(attribute(process, "messaging.system")).isEqualTo("penstock");
            assertThat(attribute(process, "messaging.destination.name")).isEqualTo("in");
            assertThat(attribute(process, "messaging.operation.type")).isEqualTo("process");
            assertThat(attribute(process, "messaging.message.body.size")).isEqualTo(1L);
            assertThat(attribute(process, "messaging.penstock.message.attempt")).isEqualTo(1L);
            assertThat(process.getStatus()).isEqualTo(StatusData.unset());
            assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(send.getTraceId()).isEqualTo(TRACE_OF_SENDER);
            assertThat(send.getParentSpanId()).isEqualTo(process.getSpanId());
            var sent = waiting("out").get(0);
            assertThat(attribute(send, "messaging.message.id")).isEqualTo(sent.id());
            assertThat(sent.headers().get("traceparent"))
                    .isEqualTo("00-" + TRACE_OF_SENDER + "-" + send.getSpanId() + "-01");
        }
    }

    @ApplicationScoped
    static class Failing {

        @Incoming("in")
        void take(String text) {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void shouldMakeAFailedSpanOfEachAttempt() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "retry.max-retries", "1", "retry.delay", "PT0S", "retry.jitter", "PT0S")
                .start(Failing.class, Telemetry.class)) {
            broker.send(traced("a"));

            var spans = awaitSpans(2);
            assertThat(spans).extracting(SpanData::getTraceId).containsOnly(TRACE_OF_SENDER);
            assertThat(spans)
                    .extracting(span -> attribute(span, "messaging.penstock.message.attempt"))
                    .containsExactly(1L, 2L);
            assertThat(spans)
                    .extracting(span -> attribute(span, "error.type"))
                    .containsOnly(IllegalStateException.class.getName());
            assertThat(spans.get(0).getStatus().getDescription()).isEqualTo("broken");
            assertThat(spans.get(0).getEvents()).hasSize(1);
        }
    }

    @ApplicationScoped
    static class Batches {

        @Incoming("in")
        void take(List<String> texts) {}
    }

    @Test
    void shouldLinkTheSpanOfABatchToItsSenders() {
        broker.declare(io.penstock.Destination.queue("in").build());
        broker.send(traced("a"));
        send("in", "of nobody");
        broker.send(traced("c"));
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "batch", "true", "batch.max-size", "3", "batch.timeout", "PT30S")
                .start(Batches.class, Telemetry.class)) {

            var batch = awaitSpans(1).get(0);
            assertThat(batch.getParentSpanId()).isEqualTo(SpanId.getInvalid());
            assertThat(attribute(batch, "messaging.batch.message_count")).isEqualTo(3L);
            assertThat(batch.getLinks())
                    .extracting(LinkData::getSpanContext)
                    .extracting(SpanContext::getTraceId)
                    .containsExactly(TRACE_OF_SENDER, TRACE_OF_SENDER);
        }
    }

    @ApplicationScoped
    static class Sending {
        @Inject
        @Channel("out")
        Emitter<String> out;

        @Inject
        @Channel("all")
        PenstockTransactions<String> all;

        void send(String text) {
            out.send(text).toCompletableFuture().join();
        }

        void send(Message<String> message) {
            out.send(message);
        }

        void sendTogether(String text) {
            all.withTransaction(emitter -> {
                        emitter.send(text);
                        return Uni.createFrom().voidItem();
                    })
                    .await()
                    .indefinitely();
        }
    }

    @Test
    void shouldTraceWhatEmittersAndTransactionsSend() {
        try (var application =
                ReactiveApplication.on(broker).outgoing("out").outgoing("all").start(Sending.class, Telemetry.class)) {
            application.get(Sending.class).send("a");
            application.get(Sending.class).sendTogether("b");

            assertThat(awaitSpans(2)).extracting(SpanData::getName).containsExactlyInAnyOrder("send out", "send all");
            assertThat(waiting("all").get(0).headers().get("traceparent"))
                    .contains(span("send all").getSpanId());
        }
    }

    @ApplicationScoped
    static class Looking {
        private volatile Boolean traced;

        @Incoming("in")
        @Outgoing("out")
        Message<String> look(Message<String> message) {
            traced = message.getMetadata(TracingMetadata.class).isPresent();
            return message;
        }

        Boolean traced() {
            return traced;
        }
    }

    @Test
    void shouldMakeOneSpanOfWhatIsPutIntoATransactionThatMakesSpansItself() {
        try (var application =
                ReactiveApplication.on(broker).outgoing("out").outgoing("all").start(Sending.class, Telemetry.class)) {
            var tracing = application.get(ChannelTracing.class);
            var observed = new ObservedBroker(broker, tracing.sends(), tracing.deliveries(), HandlerObserver.NONE);
            var transaction = observed.begin();
            var acked = new CompletableFuture<Void>();
            application
                    .get(Sending.class)
                    .send(Message.of("a")
                            .addMetadata(new Enlistment(message -> {
                                transaction.send(message);
                                return CompletableFuture.completedFuture(null);
                            }))
                            .withAck(() -> {
                                acked.complete(null);
                                return CompletableFuture.completedFuture(null);
                            }));
            await().until(acked::isDone);
            assertThat(waiting("out")).isEmpty();
            transaction.send(io.penstock.Message.to("out").body("b").build());
            transaction.commit();

            assertThat(awaitSpans(2)).extracting(SpanData::getName).containsOnly("send out");
            assertThat(waiting("out"))
                    .extracting(sent -> sent.headers().get("traceparent").split("-")[2])
                    .containsExactlyElementsOf(Telemetry.SPANS.getFinishedSpanItems().stream()
                            .map(SpanData::getSpanId)
                            .toList());
        }
    }

    @Test
    void shouldTraceNothingOnChannelsThatDoNotWantIt() {
        try (var application = ReactiveApplication.on(broker)
                .property("mp.messaging.connector.penstock.tracing-enabled", "false")
                .incoming("in")
                .outgoing("out")
                .start(Looking.class, Telemetry.class)) {
            broker.send(traced("a"));

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(1));
            assertThat(application.get(Looking.class).traced()).isFalse();
            assertThat(Telemetry.SPANS.getFinishedSpanItems()).isEmpty();
            assertThat(waiting("out").get(0).headers().contains("traceparent")).isFalse();
        }
    }

    @Test
    void shouldTraceNothingWithoutOpenTelemetry() {
        try (var application =
                ReactiveApplication.on(broker).incoming("in").outgoing("out").start(Looking.class)) {
            broker.send(traced("a"));

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(1));
            assertThat(application.get(Looking.class).traced()).isFalse();
            assertThat(waiting("out").get(0).headers().contains("traceparent")).isFalse();
        }
    }
}
