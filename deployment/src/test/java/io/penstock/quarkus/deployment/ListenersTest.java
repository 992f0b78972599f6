package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.quarkus.listener.ListenerState.Status;
import io.penstock.quarkus.listener.Listeners;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Listeners that are started, paused and stopped while the application runs. */
class ListenersTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideRuntimeConfigKey("penstock.listeners.configured.auto-start", "false")
            .overrideRuntimeConfigKey("penstock.listeners.disabled.enabled", "false");

    @Inject
    Broker broker;

    @Inject
    Listeners listeners;

    @Inject
    Bean bean;

    @BeforeEach
    @AfterEach
    void run() {
        listeners.start("orders");
        await().until(() -> waiting("orders") == 0);
        bean.heard.clear();
    }

    private void send(String queue, String body) {
        broker.send(Message.to(queue).body(body).build());
    }

    private long waiting(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 100).build()).size();
    }

    private Status status(String listener) {
        return listeners.state(listener).status();
    }

    @Test
    void shouldTellWhatEachListenerIsDoing() {
        assertThat(listeners.all())
                .extracting(state -> state.name())
                .containsExactly("configured", "failing", "later", "orders", "slow");
        assertThat(listeners.state("orders")).satisfies(state -> {
            assertThat(state.destination()).isEqualTo("orders");
            assertThat(state.concurrency()).isEqualTo(2);
            assertThat(state.lastError()).isEmpty();
        });
        assertThatThrownBy(() -> listeners.state("disabled"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no listener 'disabled'")
                .hasMessageContaining("orders");
    }

    @Test
    void shouldTakeNothingWhileItIsStoppedAndGoOnAfterIt() {
        listeners.stop("orders");
        await().until(() -> status("orders") == Status.STOPPED);
        send("orders", "a");
        assertThat(broker.statistics("orders").subscriptions().get(0).consumers())
                .isZero();
        assertThat(bean.heard).isEmpty();

        listeners.start("orders");
        await().untilAsserted(() -> assertThat(bean.heard).containsExactly("a"));
        assertThat(status("orders")).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldStayJoinedWhileItIsPaused() {
        listeners.pause("orders");
        assertThat(status("orders")).isEqualTo(Status.PAUSED);
        send("orders", "a");
        assertThat(broker.statistics("orders").subscriptions().get(0).consumers())
                .isEqualTo(2);
        assertThat(bean.heard).isEmpty();

        listeners.start("orders");
        await().untilAsserted(() -> assertThat(bean.heard).containsExactly("a"));
    }

    @Test
    void shouldNotBeginByItselfWithoutAutoStart() {
        assertThat(status("later")).isEqualTo(Status.STOPPED);
        assertThat(status("configured")).isEqualTo(Status.STOPPED);
        send("later", "a");
        send("configured", "b");
        assertThat(bean.heard).isEmpty();
        listeners.start("later");
        listeners.start("configured");
        await().untilAsserted(() -> assertThat(bean.heard).containsExactlyInAnyOrder("a", "b"));
        listeners.stop("later");
        listeners.stop("configured");
        await().until(() -> status("later") == Status.STOPPED && status("configured") == Status.STOPPED);
    }

    @Test
    void shouldBeStoppingUntilItsMessageIsSettled() throws InterruptedException {
        send("slow", "first");
        send("slow", "second");
        bean.begun.await();
        listeners.stop("slow");
        assertThat(status("slow")).isEqualTo(Status.STOPPING);
        assertThatThrownBy(() -> listeners.start("slow"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'slow' is still processing");
        bean.goOn.put("now");
        await().until(() -> status("slow") == Status.STOPPED);
        assertThat(waiting("slow")).as("what had not begun").isEqualTo(1);
    }

    @Test
    void shouldStopFromWithin() {
        send("orders", "stop");
        await().until(() -> status("orders") == Status.STOPPED);
        await().until(() -> waiting("orders") == 0);
    }

    @Test
    void shouldTellTheLastError() {
        send("failing", "a");
        await().until(() -> listeners.state("failing").lastError().isPresent());
        assertThat(listeners.state("failing").lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("no stock"));
        assertThat(listeners.state("failing").lastErrorAt()).isPresent();
    }

    @Singleton
    static class Bean {

        final List<String> heard = new CopyOnWriteArrayList<>();
        final CountDownLatch begun = new CountDownLatch(1);
        final SynchronousQueue<String> goOn = new SynchronousQueue<>();

        @Inject
        Listeners listeners;

        @QueueListener(value = "orders", concurrency = 2)
        void orders(String body) {
            if (body.equals("stop")) {
                listeners.stop("orders");
            }
            heard.add(body);
        }

        @QueueListener(value = "later", autoStart = false)
        void later(String body) {
            heard.add(body);
        }

        @QueueListener("configured")
        void configured(String body) {
            heard.add(body);
        }

        @QueueListener("disabled")
        void disabled(String body) {
            heard.add(body);
        }

        @QueueListener("slow")
        void slow(String body) throws InterruptedException {
            begun.countDown();
            goOn.take();
        }

        @QueueListener("failing")
        @Retry(maxRetries = 0)
        void failing(String body) {
            throw new IllegalStateException("no stock");
        }
    }
}
