package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.spec.Unchecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who closes or stops waits for listeners, which go on as if nothing were (sections 6.1.5, 6.1.8, 6.2.15, 7.3). */
@Timeout(JmsFixture.HANG_SECONDS)
class ClosingTest extends JmsFixture {

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Throwable> outcome = new CompletableFuture<>();

    private interface Work {
        void run() throws JMSException;
    }

    /** Does the work while somebody waits for it to end. */
    private void whileWaitedFor(Work work) {
        running.countDown();
        try {
            release.await();
            work.run();
            outcome.complete(null);
        } catch (Throwable e) {
            outcome.complete(e);
        }
    }

    /** Begins to close on another thread, and lets the listener go on when that waits. */
    private void closeMeanwhile(Unchecked.Action closing) throws Exception {
        running.await();
        var closed = CompletableFuture.runAsync(() -> Unchecked.run(closing));
        assertThatThrownBy(() -> closed.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        release.countDown();
        closed.get();
        assertThat(outcome.get()).isNull();
    }

    private static void answer(Session session) throws JMSException {
        session.createProducer(session.createQueue("answers")).send(session.createTextMessage("answer"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, 0})
    void shouldLetTheListenerUseItsSessionUntilItReturns(int mode) throws Exception {
        send("orders", "a");
        var session = session(mode);
        session.createConsumer(session.createQueue("orders"))
                .setMessageListener(message -> whileWaitedFor(() -> {
                    answer(session);
                    if (mode == Session.CLIENT_ACKNOWLEDGE) {
                        message.acknowledge();
                    } else if (mode == Session.SESSION_TRANSACTED) {
                        session.commit();
                    }
                }));
        closeMeanwhile(session::close);
        assertThat(waiting("answers")).isEqualTo(1);
        Awaitility.await().until(() -> waiting("orders") == 0);
        assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldLetTheListenerRollBackWhileItsSessionIsClosed() throws Exception {
        send("orders", "a");
        var session = session(Session.SESSION_TRANSACTED);
        session.createConsumer(session.createQueue("orders"))
                .setMessageListener(message -> whileWaitedFor(() -> {
                    answer(session);
                    session.rollback();
                }));
        closeMeanwhile(session::close);
        assertThat(waiting("answers")).isZero();
        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldLetTheListenerUseItsConnectionAndItsOtherSessionsUntilItReturns() throws Exception {
        send("orders", "a");
        var other = session(Session.AUTO_ACKNOWLEDGE);
        var session = session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders"))
                .setMessageListener(message -> whileWaitedFor(() -> {
                    answer(other);
                    answer(connection.createSession());
                    session.createTemporaryQueue();
                }));
        closeMeanwhile(connection::close);
        assertThat(waiting("answers")).isEqualTo(2);
        assertThat(waiting("orders")).isZero();
        assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldLetTheListenerUseItsContextUntilItReturns() throws Exception {
        send("orders", "a");
        var context = factory.createContext(JMSContext.SESSION_TRANSACTED);
        context.createConsumer(context.createQueue("orders"))
                .setMessageListener(message -> whileWaitedFor(() -> {
                    context.createProducer().send(context.createQueue("answers"), "answer");
                    context.commit();
                }));
        closeMeanwhile(context::close);
        assertThat(waiting("answers")).isEqualTo(1);
        assertThat(waiting("orders")).isZero();
    }

    @Test
    void shouldLetACompletionListenerUseItsSessionUntilItReturns() throws Exception {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        session.createProducer(session.createQueue("orders"))
                .send(session.createMessage(), told(() -> whileWaitedFor(() -> answer(session))));
        closeMeanwhile(connection::close);
        assertThat(waiting("answers")).isEqualTo(1);
    }

    @Test
    void shouldCloseAllSessionsForOtherThreadsWhileTheConnectionWaitsForAListener() throws Exception {
        send("orders", "a");
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var other = session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders"))
                .setMessageListener(message -> whileWaitedFor(() -> answer(other)));
        running.await();
        var closed = CompletableFuture.runAsync(() -> Unchecked.run(connection::close));
        Awaitility.await().until(() -> isRefused(connection::createSession));

        assertThatThrownBy(() -> answer(session)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> answer(other)).isInstanceOf(IllegalStateException.class);

        release.countDown();
        closed.get();
        assertThat(outcome.get()).isNull();
        assertThat(waiting("answers")).isEqualTo(1);
    }

    private static boolean isRefused(Unchecked.Action action) {
        try {
            action.run();
            return false;
        } catch (JMSException e) {
            return true;
        }
    }

    @Test
    void shouldWaitForASessionThatAnotherThreadIsClosing() throws Exception {
        send("orders", "a");
        var session = session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders"))
                .setMessageListener(message -> whileWaitedFor(() -> answer(session)));
        running.await();
        var first = CompletableFuture.runAsync(() -> Unchecked.run(session::close));
        assertThatThrownBy(() -> first.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        closeMeanwhile(connection::close);
        first.get();
        assertThat(waiting("answers")).isEqualTo(1);
    }

    @Test
    void shouldGiveAListenerTheNextMessageWhenItInterruptedItsThread() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        var session = session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders")).setMessageListener(message -> {
            seen.add(Unchecked.call(() -> text(message)));
            Thread.currentThread().interrupt();
        });
        send("orders", "a", "b", "c");
        Awaitility.await().until(() -> waiting("orders") == 0);
        assertThat(seen).containsExactly("a", "b", "c");
        connection.close();
    }

    @Test
    void shouldTellAllCompletionsWhenAListenerInterruptsItsThreadOrThrows() throws Exception {
        var told = new CopyOnWriteArrayList<String>();
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        for (int i = 0; i < 10; i++) {
            var name = "m" + i;
            boolean throwing = i % 2 == 0;
            producer.send(session.createTextMessage(name), told(() -> {
                told.add(name);
                Thread.currentThread().interrupt();
                if (throwing) {
                    throw new AssertionError("expected by the test");
                }
            }));
        }
        session.close();
        assertThat(told).hasSize(10);
    }

    @Test
    void shouldTellTheCompletionOfASendWhoseThreadIsInterrupted() throws Exception {
        var told = new CompletableFuture<Boolean>();
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        Thread.currentThread().interrupt();
        try {
            producer.send(session.createMessage(), told(() -> told.complete(true)));
            session.close();
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        assertThat(told.getNow(false)).isTrue();
    }

    @Test
    void shouldLetACompletionListenerStopItsConnection() throws Exception {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));
        session.createProducer(session.createQueue("orders")).send(session.createTextMessage("a"), told(() -> {
            try {
                connection.stop();
                outcome.complete(null);
            } catch (JMSException e) {
                outcome.complete(e);
            }
        }));
        assertThat(outcome.get()).isNull();
        assertNothingComes(consumer);
        connection.start();
        assertThat(receive(consumer)).isEqualTo("a");
    }

    /** Takes its time to be read, within a receive. */
    static final class Slow implements Serializable {

        private static final long serialVersionUID = 1L;

        static CountDownLatch reading = new CountDownLatch(1);
        static CountDownLatch go = new CountDownLatch(1);

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            reading.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void shouldReturnNoMessageFromAReceiveAfterStopHasReturned() throws Exception {
        var trusting = new PenstockConnectionFactory(
                broker, JmsOptions.DEFAULT.withTrustedClasses(List.of(Slow.class.getName())));
        try (var context = trusting.createContext()) {
            var queue = context.createQueue("orders");
            context.createProducer().send(queue, new Slow());
            var consumer = context.createConsumer(queue);
            var received = CompletableFuture.supplyAsync(() -> consumer.receiveBody(Slow.class, PATIENCE_MILLIS));
            Slow.reading.await();
            var stopped = CompletableFuture.runAsync(context::stop);
            assertThatThrownBy(() -> stopped.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS))
                    .as("a receive is about to return a message")
                    .isInstanceOf(TimeoutException.class);
            assertThat(received).isNotDone();
            Slow.go.countDown();
            stopped.get();
            assertThat(received.get()).isNotNull();
        }
    }

    private static CompletionListener told(Runnable action) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                action.run();
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new AssertionError(exception);
            }
        };
    }
}
