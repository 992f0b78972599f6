package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.jms.JMSException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Connections whose broker is gone hear of it, though they do nothing (section 6.1.7). */
@Timeout(JmsFixture.HANG_SECONDS)
class HealthWatchTest extends JmsFixture {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private PenstockConnectionFactory counted() {
        return new PenstockConnectionFactory(broker, JmsOptions.DEFAULT, InstantSource.system(), work -> {
            var thread = new Thread(work);
            threads.add(thread);
            return thread;
        });
    }

    private static void assertEnds(Thread thread) throws InterruptedException {
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void shouldTellEveryIdleConnectionOnceThatTheBrokerIsClosed() throws Exception {
        var first = new CopyOnWriteArrayList<JMSException>();
        var second = new CompletableFuture<JMSException>();
        var counted = counted();
        var idle = counted.createConnection();
        idle.setExceptionListener(first::add);
        var closing = counted.createContext();
        closing.setExceptionListener(problem -> {
            closing.close();
            second.complete(problem);
        });

        broker.close();

        assertThat(second.get().getErrorCode()).isEqualTo("UNAVAILABLE");
        assertThat(second.get()).hasMessageContaining("CLOSED");
        assertThat(threads).hasSize(1);
        assertEnds(threads.get(0));
        assertThat(first).hasSize(1);
        idle.close();
    }

    @Test
    void shouldEndAReceiveThatWouldWaitForEver() throws Exception {
        var session = connection.createSession();
        var consumer = session.createConsumer(session.createQueue("orders"));
        var problem = new CompletableFuture<Exception>();
        var receiver = new Thread(() -> {
            try {
                problem.completeExceptionally(new AssertionError("received " + consumer.receive()));
            } catch (JMSException | RuntimeException e) {
                problem.complete(e);
            }
        });
        receiver.start();
        await().until(() -> receiver.getState() == Thread.State.TIMED_WAITING);

        broker.close();

        assertThat(problem.get())
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("UNAVAILABLE"));
        assertEnds(receiver);
    }

    @Test
    void shouldTellAConnectionWhoseListenerCameTooLate() throws Exception {
        var told = new CompletableFuture<JMSException>();
        broker.close();

        connection.setExceptionListener(told::complete);

        assertThat(told.get().getErrorCode()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void shouldWatchAsLongAsSomebodyWantsToKnow() throws Exception {
        var told = new CopyOnWriteArrayList<JMSException>();
        var counted = counted();
        try (var one = counted.createConnection();
                var two = counted.withClientId("two").createConnection()) {
            assertThat(threads).isEmpty();
            one.setExceptionListener(told::add);
            two.setExceptionListener(told::add);
            assertThat(threads).hasSize(1);

            one.setExceptionListener(null);
            two.close();
            assertEnds(threads.get(0));

            one.setExceptionListener(told::add);
            assertThat(threads).hasSize(2);
            counted.close();
            assertEnds(threads.get(1));
        }
        assertThat(told).isEmpty();
    }
}
