package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.connector.IncomingPenstockBatchMetadata;
import io.penstock.connector.PenstockRequestReply;
import io.penstock.connector.PenstockTransactions;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Emitters of the connector's own kinds are injected, and channels hand on batches and broadcast. */
class ChannelEmitterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Order.class)
            .overrideConfigKey("mp.messaging.outgoing.ask.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.asked.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.asked.destination", "ask")
            .overrideConfigKey("mp.messaging.outgoing.answers.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.answers.reply", "true")
            .overrideConfigKey("mp.messaging.outgoing.together.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.batches.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.batches.batch", "true")
            .overrideConfigKey("mp.messaging.incoming.both.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.both.broadcast", "true");

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldGiveARequestItsReply() {
        assertThat(bean.lengths.request("seven").await().atMost(PATIENCE)).isEqualTo(5);
    }

    @Test
    void shouldSendInATransaction() {
        bean.together
                .withTransaction(emitter -> {
                    emitter.send("a");
                    emitter.send("b");
                    return Uni.createFrom().voidItem();
                })
                .await()
                .atMost(PATIENCE);

        assertThat(broker.browse(BrowseRequest.waiting("together", 10).build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly("a", "b");
    }

    @Test
    void shouldHandOnBatchesOfWhatTheListHas() {
        IntStream.range(0, 20)
                .mapToObj(i -> io.penstock.Message.to("batches")
                        .body("{\"id\":\"" + i + "\"}")
                        .build())
                .forEach(broker::send);

        await().untilAsserted(() -> assertThat(bean.orders)
                .containsExactlyElementsOf(IntStream.range(0, 20)
                        .mapToObj(i -> new Order(Integer.toString(i)))
                        .toList()));
        await().untilAsserted(() -> assertThat(
                        broker.statistics("batches").subscriptions().get(0).accepted())
                .isEqualTo(20));
    }

    @Test
    void shouldGiveBothMethodsEveryMessageAndAcceptItOnce() {
        broker.send(io.penstock.Message.to("both").body("x").build());

        await().untilAsserted(() -> assertThat(bean.heard).containsExactlyInAnyOrder("first x", "second x"));
        await().untilAsserted(() -> assertThat(
                        broker.statistics("both").subscriptions().get(0).accepted())
                .isEqualTo(1));
    }

    public record Order(String id) {}

    @Singleton
    static class Bean {

        final List<Order> orders = new CopyOnWriteArrayList<>();
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("ask")
        PenstockRequestReply<String, Integer> lengths;

        @Inject
        @Channel("together")
        PenstockTransactions<String> together;

        @Incoming("asked")
        @Outgoing("answers")
        Integer length(String text) {
            return text.length();
        }

        @Incoming("batches")
        void take(List<Order> batch, IncomingPenstockBatchMetadata from) {
            assertThat(from.records()).hasSameSizeAs(batch);
            orders.addAll(batch);
        }

        @Incoming("both")
        void first(String text) {
            heard.add("first " + text);
        }

        @Incoming("both")
        void second(String text) {
            heard.add("second " + text);
        }
    }
}
