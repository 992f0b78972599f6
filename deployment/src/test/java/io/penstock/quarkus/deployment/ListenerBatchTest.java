package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.listener.CurrentDelivery;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.Header;
import io.penstock.listener.ItemsFailedException;
import io.penstock.listener.Key;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.quarkus.listener.Listeners;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Listeners that take many messages in one call. They are stopped while a test sends, so that batches are full. */
class ListenerBatchTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Order.class)
            .overrideRuntimeConfigKey("penstock.listeners.configured.batch-size", "2");

    @Inject
    Broker broker;

    @Inject
    Listeners listeners;

    @Inject
    Bean bean;

    @Test
    void shouldGiveListsOfEqualLengthAndNoMoreThanTheBatchSize() {
        IntStream.range(0, 25)
                .forEach(i -> broker.send(Message.to("orders")
                        .key("k" + i)
                        .header("n", "" + i)
                        .body("{\"id\": \"o" + i + "\"}")
                        .build()));
        listeners.start("orders");
        await().untilAsserted(() -> assertThat(bean.orders).hasSize(25));
        assertThat(bean.sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(10));
        assertThat(bean.sizes).as("fewer calls than messages").hasSizeLessThan(25);
        assertThat(bean.orders.get(24)).isEqualTo("Order[id=o24] k24 24 Optional.empty");
        await().untilAsserted(() -> assertThat(waiting("orders")).isZero());
    }

    @Test
    void shouldAcceptAllButWhatTheExceptionNames() {
        List.of("a", "bad", "hopeless", "b", "{").forEach(body -> broker.send("items", Map.of("id", body)));
        broker.send(Message.to("items").body("{").build());
        listeners.start("items");
        await().untilAsserted(() -> assertThat(bean.items).containsExactly("a", "bad", "hopeless", "b", "{", "bad"));
        await().untilAsserted(() -> assertThat(waiting("items")).isZero());
        assertThat(letters("items.dlq"))
                .as("what is unreadable, what is hopeless, and what has failed again")
                .containsExactlyInAnyOrder("{", "{\"id\":\"hopeless\"}", "{\"id\":\"bad\"}");
    }

    @Test
    void shouldKeepTheOrderOfKeysWhileABatchFails() {
        for (int i = 0; i < 3; i++) {
            broker.send(Message.to("keyed").key("x").body("x" + i).build());
            broker.send(Message.to("keyed").key("y").body("y" + i).build());
        }
        listeners.start("keyed");
        await().untilAsserted(() -> assertThat(bean.keyed).hasSize(6));
        assertThat(bean.keyed.stream().filter(body -> body.startsWith("x"))).containsExactly("x0", "x1", "x2");
        assertThat(bean.keyed.stream().filter(body -> body.startsWith("y"))).containsExactly("y0", "y1", "y2");
    }

    @Test
    void shouldTakeTheBatchSizeOfTheConfiguration() {
        IntStream.range(0, 5)
                .forEach(i -> broker.send(Message.to("configured").body("m").build()));
        listeners.start("configured");
        await().until(() -> bean.configured.stream().mapToInt(size -> size).sum() == 5);
        assertThat(bean.configured).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(2));
    }

    private long waiting(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 100).build()).size();
    }

    private List<String> letters(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 100).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    record Order(String id) {}

    @Singleton
    static class Bean {

        final List<Integer> sizes = new CopyOnWriteArrayList<>();
        final List<String> orders = new CopyOnWriteArrayList<>();
        final List<String> items = new CopyOnWriteArrayList<>();
        final List<String> keyed = new CopyOnWriteArrayList<>();
        final List<Integer> configured = new CopyOnWriteArrayList<>();
        private boolean hasFailed;

        @QueueListener(value = "orders", batchSize = 10, autoStart = false)
        void on(
                List<Order> batch,
                @Key List<String> keys,
                @Header("n") List<String> numbers,
                @Header("missing") List<Optional<String>> missing) {
            assertThat(CurrentDelivery.get()).isEmpty();
            sizes.add(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                orders.add(batch.get(i) + " " + keys.get(i) + " " + numbers.get(i) + " " + missing.get(i));
            }
        }

        @QueueListener(value = "items", autoStart = false)
        @Retry(maxRetries = 1, delay = 1, jitter = 0)
        void items(List<Order> batch) {
            var failed = ItemsFailedException.builder();
            for (int i = 0; i < batch.size(); i++) {
                items.add(batch.get(i).id());
                switch (batch.get(i).id()) {
                    case "bad" -> failed.failed(i, new IllegalStateException("bad"));
                    case "hopeless" -> failed.failed(i, new DeadLetterException("no address"));
                    default -> {
                        // It is done.
                    }
                }
            }
            if (!failed.isEmpty()) {
                throw failed.build();
            }
        }

        @QueueListener(value = "keyed", ordering = Ordering.KEY, autoStart = false)
        @Retry(delay = 1, jitter = 0)
        void keyed(List<String> batch) {
            if (!hasFailed) {
                hasFailed = true;
                throw new IllegalStateException("not yet");
            }
            keyed.addAll(batch);
        }

        @QueueListener(value = "configured", autoStart = false)
        void configured(List<Message> batch) {
            configured.add(batch.size());
        }
    }
}
