package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.StartPosition;
import io.penstock.listener.CurrentDelivery;
import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every kind of listener, in one application. */
class ListenerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(
                    Heard.class, Bean.class, Inherited.class, Base.class, PerRequest.class, Order.class)
            .overrideConfigKey("prices.topic", "prices")
            .overrideRuntimeConfigKey("penstock.destinations.\"declared.topic\".kind", "topic")
            .overrideRuntimeConfigKey("penstock.destinations.\"declared.topic\".partitions", "3")
            .overrideRuntimeConfigKey("penstock.listeners.\"off\".enabled", "false")
            .overrideRuntimeConfigKey("penstock.listeners.\"configured\".concurrency", "2");

    @Inject
    Broker broker;

    @Inject
    Heard heard;

    @Test
    void shouldDeclareConfiguredDestinations() {
        assertThat(broker.destination("declared.topic")).hasValueSatisfying(topic -> {
            assertThat(topic.isQueue()).isFalse();
            assertThat(topic.partitions()).isEqualTo(3);
        });
    }

    @Test
    void shouldProcessWithAsManyConsumersAsAskedForOnWorkerThreads() {
        for (int i = 0; i < 3; i++) {
            broker.send(Message.to("together").body("m" + i).build());
        }
        await().untilAsserted(() -> assertThat(heard.of("together")).hasSize(3));
        assertThat(heard.of("together")).containsExactlyInAnyOrder("together-1", "together-2", "together-3");
        await().untilAsserted(() -> assertThat(accepted("together", "together")).isEqualTo(3));
    }

    @Test
    void shouldLetConfigurationSetTheConcurrency() {
        assertThat(broker.statistics("configured").subscriptions().get(0).consumers())
                .isEqualTo(2);
    }

    @Test
    void shouldReadTextBytesAndJson() {
        broker.send(Message.to("text").body("grüezi").build());
        broker.send(Message.to("bytes").body(new byte[] {1, 2, 3}).build());
        broker.send(Message.to("json").body("{\"id\":\"o1\",\"amount\":7}").build());
        await().untilAsserted(() -> {
            assertThat(heard.of("text")).containsExactly("grüezi");
            assertThat(heard.of("bytes")).containsExactly(3);
            assertThat(heard.of("json")).containsExactly(new Order("o1", 7));
        });
    }

    @Test
    void shouldGiveMessageAndDelivery() {
        var receipt = broker.send(
                Message.to("all").key("k").header("color", "blue").body("b").build());
        await().untilAsserted(() ->
                assertThat(heard.of("all")).containsExactly("b " + receipt.messageId() + " blue attempt 1 of all-1"));
    }

    @Test
    void shouldHearATopicThroughEachSubscription() {
        broker.send(Message.to("prices").body("3.14").build());
        await().untilAsserted(() -> {
            assertThat(heard.of("prices.audit")).containsExactly("3.14");
            assertThat(heard.of("prices.cache")).containsExactly("3.14");
        });
        assertThat(broker.destination("prices").orElseThrow().partitions()).isEqualTo(2);
        assertThat(broker.subscriptions("prices"))
                .filteredOn(each -> each.name().equals("cache"))
                .singleElement()
                .satisfies(cache -> {
                    assertThat(cache.durable()).isTrue();
                    assertThat(cache.ordering()).isEqualTo(Ordering.KEY);
                    assertThat(cache.start()).isEqualTo(StartPosition.EARLIEST);
                });
    }

    @Test
    void shouldAcceptWhenAnAsynchronousListenerIsDone() {
        broker.send(Message.to("uni").body("u").build());
        broker.send(Message.to("stage").body("s").build());
        await().untilAsserted(() -> {
            assertThat(heard.of("uni")).containsExactly("u");
            assertThat(heard.of("stage")).containsExactly("s");
        });
        assertThat(accepted("uni", "uni")).as("accepted before it was done").isZero();
        heard.gate.complete(null);
        await().untilAsserted(() -> {
            assertThat(accepted("uni", "uni")).isEqualTo(1);
            assertThat(accepted("stage", "stage")).isEqualTo(1);
            assertThat(heard.of("uni after")).containsExactly("request active");
        });
    }

    @Test
    void shouldGiveEachMessageARequestOfItsOwn() {
        broker.send(Message.to("request").body("a").build());
        broker.send(Message.to("request").body("b").build());
        await().untilAsserted(() -> assertThat(heard.of("request")).containsExactly("a", "b"));
        assertThat(heard.of("request id")).hasSize(2).doesNotHaveDuplicates();
        await().untilAsserted(() -> assertThat(heard.of("request destroyed")).hasSize(2));
    }

    @Test
    void shouldCallInheritedListenersOnTheirBean() {
        broker.send(Message.to("inherited").body("x").build());
        await().untilAsserted(() -> assertThat(heard.of("inherited")).containsExactly("Inherited heard x"));
    }

    @Test
    void shouldRunOnVirtualThreadsWhereTheJvmHasThem() {
        broker.send(Message.to("virtual").body("x").build());
        await().untilAsserted(() -> assertThat(heard.of("virtual"))
                .containsExactly(Runtime.version().feature() >= 21));
    }

    @Test
    void shouldDeclareNothingForADisabledListener() {
        assertThat(broker.destination("off")).isEmpty();
    }

    private long accepted(String destination, String subscription) {
        return broker.statistics(destination).subscriptions().stream()
                .filter(each -> each.name().equals(subscription))
                .findFirst()
                .orElseThrow()
                .accepted();
    }

    record Order(String id, int amount) {}

    @Singleton
    static class Heard {

        final CompletableFuture<Void> gate = new CompletableFuture<>();
        private final Map<String, Collection<Object>> heard = new ConcurrentHashMap<>();

        void add(String where, Object what) {
            heard.computeIfAbsent(where, key -> new ConcurrentLinkedQueue<>()).add(what);
        }

        Collection<Object> of(String where) {
            return heard.getOrDefault(where, Set.of());
        }
    }

    @RequestScoped
    static class PerRequest {

        @Inject
        Heard heard;

        String id() {
            return Integer.toString(System.identityHashCode(this));
        }

        @PreDestroy
        void destroyed() {
            heard.add("request destroyed", id());
        }
    }

    /** A class without a scope: listening is enough. */
    static class Bean {

        private final CyclicBarrier allThree = new CyclicBarrier(3);

        @Inject
        Heard heard;

        @Inject
        PerRequest perRequest;

        @QueueListener(value = "together", concurrency = 3)
        @Blocking
        void together(Delivery delivery) throws Exception {
            allThree.await(120, TimeUnit.SECONDS);
            assertThat(Context.isOnWorkerThread()
                            || Thread.currentThread().getName().startsWith("executor-thread"))
                    .isTrue();
            heard.add("together", delivery.consumer());
        }

        @QueueListener("configured")
        void configured(String payload) {}

        @QueueListener("text")
        void text(String payload) {
            heard.add("text", payload);
        }

        @QueueListener("bytes")
        void bytes(byte[] payload) {
            heard.add("bytes", payload.length);
        }

        @QueueListener("json")
        void json(Order order) {
            heard.add("json", order);
        }

        @QueueListener("all")
        void all(String payload, Message message, Delivery delivery) {
            assertThat(CurrentDelivery.get()).containsSame(delivery);
            heard.add(
                    "all",
                    payload + " " + message.id() + " " + message.headers().get("color") + " attempt "
                            + delivery.attempt() + " of " + delivery.consumer());
        }

        @TopicListener(value = "${prices.topic}", subscription = "audit", partitions = 2)
        public void audit(String payload) {
            heard.add("prices.audit", payload);
        }

        @TopicListener(
                value = "prices",
                subscription = "cache",
                partitions = 2,
                start = TopicListener.Start.EARLIEST,
                concurrency = 2)
        protected void cache(Message message) {
            heard.add("prices.cache", message.bodyText());
        }

        @QueueListener("uni")
        Uni<Void> uni(String payload) {
            heard.add("uni", payload);
            assertThat(VertxContext.isOnDuplicatedContext()).isTrue();
            return Uni.createFrom()
                    .completionStage(heard.gate)
                    .invoke(() -> heard.add(
                            "uni after",
                            Arc.container().requestContext().isActive() ? "request active" : "no request"));
        }

        @QueueListener("stage")
        CompletionStage<Void> stage(String payload) {
            heard.add("stage", payload);
            return heard.gate;
        }

        @QueueListener("request")
        void request(String payload) {
            heard.add("request", payload);
            heard.add("request id", perRequest.id());
        }

        @QueueListener("virtual")
        @RunOnVirtualThread
        void virtual(String payload) throws ReflectiveOperationException {
            heard.add("virtual", isVirtual(Thread.currentThread()));
        }

        /** By reflection, because Java 17 has no such method. */
        private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
            return Runtime.version().feature() >= 21
                    && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        }

        @QueueListener("off")
        void off(String payload) {
            heard.add("off", payload);
        }
    }

    abstract static class Base {

        @Inject
        Heard heard;

        @QueueListener("inherited")
        void inherited(byte[] payload) {
            heard.add(
                    "inherited", getClass().getSimpleName() + " heard " + new String(payload, StandardCharsets.UTF_8));
        }
    }

    @Singleton
    static class Inherited extends Base {}
}
