package io.penstock.connector;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Messages that one channel processes at the same time. */
class ParallelTest extends EmbeddedBrokerTest {

    private static final int PER_KEY = 20;
    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    @ApplicationScoped
    static class Orders {
        private final Map<String, List<String>> byKey = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> runningOfKey = new ConcurrentHashMap<>();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final List<String> overlaps = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch together;

        @Incoming("in")
        @Blocking(ordered = false)
        void take(Message order) throws InterruptedException {
            var key = order.keyText();
            var ofKey = runningOfKey.computeIfAbsent(key, none -> new AtomicInteger());
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (ofKey.incrementAndGet() > 1) {
                overlaps.add(key);
            }
            together.countDown();
            if (!together.await(30, TimeUnit.SECONDS)) {
                overlaps.add("nobody runs beside " + key);
            }
            byKey.computeIfAbsent(key, none -> new CopyOnWriteArrayList<>()).add(order.bodyText());
            ofKey.decrementAndGet();
            running.decrementAndGet();
        }

        Orders expecting(int atATime) {
            together = new CountDownLatch(atATime);
            return this;
        }

        void verify(int atLeast, int atMost) {
            assertThat(overlaps).isEmpty();
            assertThat(most.get()).isBetween(atLeast, atMost);
            for (var key : KEYS) {
                assertThat(byKey.get(key)).hasSize(PER_KEY).isSorted();
            }
        }
    }

    private void sendAll() {
        for (int i = 10; i < 10 + PER_KEY; i++) {
            for (var key : KEYS) {
                broker.send(Message.to("in").key(key).body(key + i).build());
            }
        }
    }

    private void expectAllAccepted() {
        await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo((long) PER_KEY * KEYS.size()));
    }

    @Test
    void shouldProcessDifferentKeysAtTheSameTimeAndEachKeyInOrder() {
        try (var application =
                ReactiveApplication.on(broker).incoming("in", "ordering", "key").start(Orders.class)) {
            var orders = application.get(Orders.class).expecting(KEYS.size());

            sendAll();

            expectAllAccepted();
            orders.verify(KEYS.size(), KEYS.size());
        }
    }

    @Test
    void shouldProcessNoMoreAtATimeThanTheChannelMay() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "ordering", "key", "max-concurrency", "2")
                .start(Orders.class)) {
            var orders = application.get(Orders.class).expecting(2);

            sendAll();

            expectAllAccepted();
            orders.verify(2, 2);
        }
    }

    @Test
    void shouldRefuseALimitThatIsNone() {
        assertThatThrownBy(() -> ChannelConfig.incoming("in", "max-concurrency", "0"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("attribute 'max-concurrency' is '0': use 1 to 1024");
        assertThatThrownBy(() -> ChannelConfig.incoming("in", "max-concurrency", "3", "batch", "true"))
                .hasMessageContaining("with 'batch=true' set 'max-inflight-messages'");
    }
}
