package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.Body;
import io.penstock.listener.CurrentDelivery;
import io.penstock.listener.Header;
import io.penstock.listener.Key;
import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where listeners run, and optional parameters. */
class ListenerThreadTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Order.class);

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldRunOnAnEventLoopIfItDoesNotBlock() {
        for (int i = 0; i < 3; i++) {
            broker.send(Message.to("events").body("e" + i).build());
        }
        await().untilAsserted(() -> assertThat(bean.events).hasSize(3));
        assertThat(bean.events).containsExactly("e0 true true true", "e1 true true true", "e2 true true true");
        broker.send(Message.to("later").body("x").build());
        await().untilAsserted(() -> assertThat(bean.later).containsExactly("x true"));
    }

    @Test
    void shouldRunOnAWorkerOtherwise() {
        broker.send(Message.to("blocking").body("b").build());
        await().untilAsserted(() -> assertThat(bean.blocking).containsExactly(false));
    }

    @Test
    void shouldGiveAnEmptyOptionalForWhatIsMissing() {
        broker.send(Message.to("optional").build());
        broker.send(Message.to("optional")
                .key("k")
                .header("n", "1")
                .body("{\"id\": \"o1\"}")
                .build());
        await().untilAsserted(() -> assertThat(bean.optional)
                .containsExactly(
                        "Optional.empty Optional.empty Optional.empty",
                        "Optional[k] Optional[1] Optional[Order[id=o1]]"));
    }

    @Test
    void shouldReadGenericPayloads() {
        broker.send(Message.to("generic").body("{\"a\": {\"id\": \"o1\"}}").build());
        await().untilAsserted(() -> assertThat(bean.generic).containsExactly(new Order("o1")));
    }

    record Order(String id) {}

    @Singleton
    static class Bean {

        final List<String> events = new CopyOnWriteArrayList<>();
        final List<String> later = new CopyOnWriteArrayList<>();
        final List<Boolean> blocking = new CopyOnWriteArrayList<>();
        final List<String> optional = new CopyOnWriteArrayList<>();
        final List<Order> generic = new CopyOnWriteArrayList<>();

        @QueueListener("events")
        @NonBlocking
        void event(String body) {
            var context = Vertx.currentContext();
            events.add(body + " " + Context.isOnEventLoopThread() + " " + context.isEventLoopContext() + " "
                    + CurrentDelivery.get().isPresent());
        }

        @QueueListener("later")
        @NonBlocking
        Uni<Void> later(String body) {
            var begun = Thread.currentThread();
            return Uni.createFrom()
                    .<Void>emitter(emitter -> Vertx.currentContext().runOnContext(none -> {
                        later.add(body + " " + (Thread.currentThread() == begun));
                        emitter.complete(null);
                    }));
        }

        @QueueListener("blocking")
        void blocking(String body) {
            blocking.add(Context.isOnEventLoopThread());
        }

        @QueueListener("optional")
        void optional(@Key Optional<String> key, @Header("n") Optional<String> number, @Body Optional<Order> order) {
            optional.add(key + " " + number + " " + order);
        }

        @QueueListener("generic")
        void generic(Map<String, Order> orders) {
            generic.add(orders.get("a"));
        }
    }
}
