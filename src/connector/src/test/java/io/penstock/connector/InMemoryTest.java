package io.penstock.connector;

import io.penstock.Message;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application for this connector, tested with the in-memory connector of Reactive Messaging in its place. */
class InMemoryTest extends EmbeddedBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    record Order(String id, int amount) {}

    @ApplicationScoped
    static class Shop {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("placed")
        Emitter<Order> placed;

        @Inject
        @Channel("parcels")
        PenstockTransactions<String> parcels;

        @Inject
        @Channel("ask")
        PenstockRequestReply<Order, String> prices;

        @Incoming("orders")
        void take(Order order, IncomingPenstockMetadata from) {
            seen.add(order.id() + " " + (from == null ? "of nowhere" : from.keyText() + " run " + from.attempt()));
        }

        @Incoming("lists")
        void takeAll(List<Order> orders, IncomingPenstockBatchMetadata from) {
            seen.add(orders.size() + " orders, keys "
                    + from.records().stream()
                            .map(IncomingPenstockMetadata::keyText)
                            .toList());
        }

        @Incoming("work")
        Uni<Void> pack(org.eclipse.microprofile.reactive.messaging.Message<Order> order) {
            return parcels.withTransaction(order, emitter -> {
                emitter.send("parcel of " + order.getPayload().id());
                emitter.send("letter to " + order.getPayload().id());
                return Uni.createFrom().voidItem();
            });
        }

        CompletionStage<Void> place(Order order) {
            return placed.send(order);
        }

        void placeFor(Order order, String customer) {
            placed.send(org.eclipse.microprofile.reactive.messaging.Message.of(order)
                    .addMetadata(
                            OutgoingPenstockMetadata.builder().key(customer).build()));
        }

        CompletableFuture<String> ask(Order order) {
            return prices.request(order).subscribeAsCompletionStage();
        }

        List<String> seen() {
            return seen;
        }
    }

    private ReactiveApplication start() {
        var builder = ReactiveApplication.on(broker);
        for (var channel : List.of("orders", "lists", "work")) {
            builder.incoming(channel, "destination", "real-" + channel)
                    .property("mp.messaging.incoming." + channel + ".connector", InMemoryConnector.CONNECTOR);
        }
        for (var channel : List.of("placed", "parcels", "ask")) {
            builder.outgoing(channel, "destination", "real-" + channel, "reply.timeout", "PT20S")
                    .property("mp.messaging.outgoing." + channel + ".connector", InMemoryConnector.CONNECTOR);
        }
        return builder.start(Shop.class, InMemoryConnector.class);
    }

    private static Metadata from(Message message) {
        return Metadata.of(IncomingPenstockMetadata.builder(message).attempt(2).build());
    }

    private static InMemoryConnector memory(ReactiveApplication application) {
        return application.get(InMemoryConnector.class, InMemoryConnector.CONNECTOR);
    }

    @Test
    void shouldGiveMethodsTheirPayloadsAndTheMetadataThatTheTestMakes() {
        try (var application = start()) {
            var shop = application.get(Shop.class);
            var stored = Message.to("orders")
                    .key("acme")
                    .body("{\"id\":\"b\",\"amount\":2}")
                    .build();
            var orders = memory(application).<Object>source("orders");

            orders.send(new Order("a", 1));
            orders.send(org.eclipse.microprofile.reactive.messaging.Message.of(new Order("a", 1), from(stored)));
            orders.send(org.eclipse.microprofile.reactive.messaging.Message.of(stored.body(), from(stored)));
            memory(application)
                    .<Object>source("lists")
                    .send(org.eclipse.microprofile.reactive.messaging.Message.of(
                            List.of(new Order("a", 1)),
                            Metadata.of(IncomingPenstockBatchMetadata.of(List.of(
                                    IncomingPenstockMetadata.builder(stored).build())))));

            await().untilAsserted(() -> assertThat(shop.seen())
                    .containsExactly("a of nowhere", "a acme run 2", "b acme run 2", "1 orders, keys [acme]"));
        }
    }

    @Test
    void shouldShowTheTestWhatEmittersSend() {
        try (var application = start()) {
            var shop = application.get(Shop.class);

            shop.place(new Order("a", 1)).toCompletableFuture().join();
            shop.placeFor(new Order("b", 2), "acme");

            var sent = memory(application).<Order>sink("placed").received();
            assertThat(sent).extracting(message -> message.getPayload().id()).containsExactly("a", "b");
            assertThat(sent.get(1)
                            .getMetadata(OutgoingPenstockMetadata.class)
                            .orElseThrow()
                            .key())
                    .contains("acme".getBytes(StandardCharsets.UTF_8));
            assertThat(broker.destination("real-placed")).isEmpty();
        }
    }

    @Test
    void shouldShowTheTestWhatTransactionsSendAndAckWhatTheyWereMadeFrom() {
        try (var application = start()) {
            var acks = new AtomicInteger();
            memory(application)
                    .<Object>source("work")
                    .send(org.eclipse.microprofile.reactive.messaging.Message.of(new Order("a", 1), () -> {
                        acks.incrementAndGet();
                        return CompletableFuture.completedFuture(null);
                    }));

            await().untilAtomic(acks, Matchers.is(1));
            assertThat(memory(application).<String>sink("parcels").received())
                    .extracting(message -> message.getPayload())
                    .containsExactly("parcel of a", "letter to a");
        }
    }

    @Test
    void shouldLetTheTestAnswerRequests() throws Exception {
        try (var application = start()) {
            var price = application.get(Shop.class).ask(new Order("a", 1));
            var requests = memory(application).<Order>sink("ask");
            await().until(() -> requests.received().size() == 1);
            var asked = requests.received()
                    .get(0)
                    .getMetadata(OutgoingPenstockMetadata.class)
                    .orElseThrow()
                    .headers();

            broker.send(Message.to(asked.get(PenstockRequestReply.REPLY_TO).substring("queue:".length()))
                    .header(PenstockRequestReply.CORRELATION_ID, asked.get(PenstockRequestReply.CORRELATION_ID))
                    .body("42")
                    .build());

            assertThat(price.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("42");
        }
    }
}
