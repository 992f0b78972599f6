package io.penstock.connector;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class OutgoingTest extends EmbeddedBrokerTest {

    @ApplicationScoped
    static class Source {
        @Inject
        @Channel("out")
        Emitter<String> emitter;

        CompletionStage<Void> send(String text) {
            return emitter.send(text);
        }

        void send(org.eclipse.microprofile.reactive.messaging.Message<String> message) {
            emitter.send(message);
        }
    }

    @Test
    void shouldSendFromAnEmitterInOrderAndTellWhenItIsDurable() {
        try (var application = ReactiveApplication.on(broker)
                .outgoing("out", "destination", "orders")
                .start(Source.class)) {
            var source = application.get(Source.class);
            var bodies = IntStream.range(0, 100).mapToObj(i -> "order " + i).toList();

            var sent = bodies.stream().map(source::send).toList();
            sent.forEach(stage -> stage.toCompletableFuture().join());

            assertThat(waiting("orders")).extracting(Message::bodyText).containsExactlyElementsOf(bodies);
        }
    }

    @Test
    void shouldSendWithKeyAndHeaders() {
        try (var application = ReactiveApplication.on(broker).outgoing("out").start(Source.class)) {
            application
                    .get(Source.class)
                    .send(org.eclipse.microprofile.reactive.messaging.Message.of("a")
                            .addMetadata(OutgoingPenstockMetadata.builder()
                                    .key("k")
                                    .header("tenant", "acme")
                                    .id("order-1")
                                    .build()));

            await().untilAsserted(() -> assertThat(waiting("out"))
                    .singleElement()
                    .satisfies(message -> {
                        assertThat(message.keyText()).isEqualTo("k");
                        assertThat(message.headers().get("tenant")).isEqualTo("acme");
                        assertThat(message.id()).isEqualTo("order-1");
                    }));
        }
    }

    @ApplicationScoped
    static class Redirecting {
        @Inject
        @Channel("out")
        MutinyEmitter<String> emitter;

        void send(String text, String destination) {
            emitter.sendMessageAndAwait(org.eclipse.microprofile.reactive.messaging.Message.of(text)
                    .addMetadata(OutgoingPenstockMetadata.builder()
                            .destination(destination)
                            .build()));
        }
    }

    @Test
    void shouldNackWhatCannotBeSentAndGoOn() {
        broker.declare(Destination.queue("elsewhere").build());
        try (var application = ReactiveApplication.on(broker).outgoing("out").start(Redirecting.class)) {
            var source = application.get(Redirecting.class);

            assertThatThrownBy(() -> source.send("a", "nowhere"))
                    .isInstanceOf(PenstockException.UnknownDestination.class)
                    .hasMessageContaining("There is no destination 'nowhere'");
            source.send("b", "elsewhere");

            assertThat(waiting("elsewhere")).extracting(Message::bodyText).containsExactly("b");
            assertThat(application.health().getLiveness().isOk()).isTrue();
        }
    }

    @ApplicationScoped
    static class Generator {
        @Outgoing("out")
        Multi<Integer> numbers() {
            return Multi.createFrom().range(0, 20);
        }
    }

    @Test
    void shouldSendAStreamToATopic() {
        try (var application = ReactiveApplication.on(broker)
                .outgoing("out", "kind", "topic", "max-inflight-messages", "3")
                .start(Generator.class)) {
            await().untilAsserted(() ->
                    assertThat(broker.statistics("out").messages()).isEqualTo(20));

            assertThat(broker.destination("out"))
                    .contains(Destination.topic("out").build());
            assertThat(application.health().getReadiness().isOk()).isTrue();
        }
    }

    record Order(String id, int amount) {}

    @ApplicationScoped
    static class Processor {
        @Incoming("in")
        @Outgoing("out")
        Order twice(Order order) {
            return new Order(order.id(), order.amount() * 2);
        }
    }

    @Test
    void shouldAcceptWhatIsProcessedOnAfterTheResultIsDurable() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in")
                .outgoing("out", "propagate-key", "true", "propagate-headers", "tenant")
                .start(Processor.class)) {
            broker.send(Message.to("in")
                    .key("k")
                    .header("tenant", "acme")
                    .body("{\"id\":\"a\",\"amount\":3}")
                    .build());

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(1));
            assertThat(waiting("out")).singleElement().satisfies(message -> {
                assertThat(message.bodyText()).isEqualTo("{\"id\":\"a\",\"amount\":6}");
                assertThat(message.keyText()).isEqualTo("k");
                assertThat(message.headers().get("tenant")).isEqualTo("acme");
            });
            assertThat(application.health().getReadiness().isOk()).isTrue();
        }
    }

    @ApplicationScoped
    static class Misdirecting {
        @Incoming("in")
        @Outgoing("out")
        org.eclipse.microprofile.reactive.messaging.Message<String> redirect(
                org.eclipse.microprofile.reactive.messaging.Message<String> message) {
            return message.addMetadata(
                    OutgoingPenstockMetadata.builder().destination("nowhere").build());
        }
    }

    @Test
    void shouldFailTheIncomingMessageWhoseResultCannotBeSent() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "failure-strategy", "dead-letter")
                .outgoing("out")
                .start(Misdirecting.class)) {
            send("in", "a");

            await().untilAsserted(() -> assertThat(waiting("in.dlq")).hasSize(1));
            assertThat(queue("in").accepted()).isZero();
            assertThat(application.health().getLiveness().isOk()).isTrue();
        }
    }

    @ApplicationScoped
    static class TwoSources {
        @Outgoing("out")
        Multi<String> first() {
            return Multi.createFrom().items("a", "b");
        }

        @Outgoing("out")
        Multi<String> second() {
            return Multi.createFrom().items("c", "d");
        }
    }

    @Test
    void shouldMergeSeveralSources() {
        try (var application =
                ReactiveApplication.on(broker).outgoing("out", "merge", "true").start(TwoSources.class)) {
            await().untilAsserted(() -> assertThat(waiting("out"))
                    .extracting(Message::bodyText)
                    .containsExactlyInAnyOrderElementsOf(List.of("a", "b", "c", "d")));
            assertThat(application.health().getLiveness().isOk()).isTrue();
        }
    }
}
