package io.penstock.connector.stream;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OutgoingFlowTest {

    private static final int LIMIT = 4;

    private static Vertx vertx;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Object> sent = new CopyOnWriteArrayList<>();
    private ContextInternal context;
    private OutgoingFlow flow;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void subscribe() {
        context = ((VertxInternal) vertx).createEventLoopContext();
        flow = new OutgoingFlow(LIMIT, context, message -> sent.add(message.getPayload()), failure -> {});
        flow.onSubscribe(subscription("first"));
    }

    private Flow.Subscription subscription(String name) {
        return new Flow.Subscription() {
            @Override
            public void request(long messages) {
                asked.add(name + " " + messages);
            }

            @Override
            public void cancel() {
                asked.add(name + " cancelled");
            }
        };
    }

    @Test
    void shouldAskOnceForAllThatHaveEndedMeanwhile() {
        var busy = new CountDownLatch(1);
        context.runOnContext(ignored -> awaitSafely(busy));
        for (int i = 0; i < LIMIT; i++) {
            flow.onNext(Message.of(i));
            flow.onContext(flow::ended);
        }

        busy.countDown();

        await().untilAsserted(() -> assertThat(asked).containsExactly("first 4", "first 4"));
        assertThat(sent).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldAskAgainWhenAMessageEndsOnAnotherThread() {
        flow.onNext(Message.of("a"));
        flow.ended();

        await().untilAsserted(() -> assertThat(asked).containsExactly("first 4", "first 1"));
    }

    @Test
    void shouldGoOnAfterATaskThatFails() {
        flow.onContext(() -> {
            throw new IllegalStateException("no");
        });
        flow.onContext(flow::ended);

        await().untilAsserted(() -> assertThat(asked).containsExactly("first 4", "first 1"));
    }

    @Test
    void shouldTakeFromOneUpstreamOnly() {
        flow.onSubscribe(subscription("second"));
        flow.cancel();

        assertThat(asked).containsExactly("first 4", "second cancelled", "first cancelled");
    }

    private static void awaitSafely(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
