package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.spec.Unchecked;
import io.penstock.listener.CurrentDelivery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static jakarta.jms.Session.CLIENT_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(JmsFixture.HANG_SECONDS)
class ListenerTest extends JmsFixture {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @FunctionalInterface
    private interface Attempt {
        void run() throws Exception;
    }

    private static Throwable failureOf(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    void shouldHandMessagesInOrderAndAcknowledgeThem() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));
        consumer.setMessageListener(message -> seen.add(Unchecked.call(() -> text(message))
                + (CurrentDelivery.get().isPresent() ? "" : " without its delivery")));

        send("orders", "a", "b", "c");

        Awaitility.await().until(() -> waiting("orders") == 0);
        assertThat(seen).containsExactly("a", "b", "c");
        assertThat(consumer.getMessageListener()).isNotNull();
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
    }

    /** As pools of connections do with every session that they put back. */
    @Test
    void shouldLetTheListenerOfASessionBeTakenAway() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);

        session.setMessageListener(null);

        assertThat(session.getMessageListener()).isNull();
        assertThatThrownBy(() -> session.setMessageListener(message -> {})).isInstanceOf(JMSException.class);
    }

    @Test
    void shouldRunAllListenersOfASessionOnOneThread() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (String queue : List.of("one", "two")) {
            session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {
                threads.add(Thread.currentThread());
                seen.add(Unchecked.call(() -> text(message)));
            });
        }

        send("one", "a", "b");
        send("two", "c", "d");

        Awaitility.await().until(() -> seen.size() == 4);
        assertThat(threads).hasSize(1);
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void shouldRedeliverAtOnceWhenAListenerFails() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var failures = new AtomicInteger();
        session.createConsumer(session.createQueue("orders")).setMessageListener(message -> {
            seen.add(Unchecked.call(() -> text(message) + message.getIntProperty("JMSXDeliveryCount")));
            if (failures.incrementAndGet() == 1) {
                throw new RuntimeException("expected by the test");
            }
        });

        send("orders", "a", "b");

        Awaitility.await().until(() -> waiting("orders") == 0);
        assertThat(seen).containsExactly("a1", "a2", "b1");
    }

    @Test
    void shouldSurviveAListenerThatThrowsAnError() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders")).setMessageListener(message -> {
            seen.add(Unchecked.call(() -> text(message)));
            if (seen.size() == 1) {
                throw new AssertionError("expected by the test");
            }
        });

        send("orders", "a", "b");

        Awaitility.await().until(() -> seen.size() == 3);
        assertThat(seen).containsExactly("a", "a", "b");
    }

    @Test
    void shouldRecoverAndRollBackFromInsideAListener() throws JMSException {
        var transacted = session(SESSION_TRANSACTED);
        transacted
                .createConsumer(transacted.createQueue("one"))
                .setMessageListener(message -> Unchecked.run(() -> {
                    seen.add(text(message) + message.getJMSRedelivered());
                    if (message.getJMSRedelivered()) {
                        transacted.commit();
                    } else {
                        transacted.rollback();
                    }
                }));
        send("one", "a");
        Awaitility.await().until(() -> waiting("one") == 0);

        var automatic = session(AUTO_ACKNOWLEDGE);
        automatic
                .createConsumer(automatic.createQueue("two"))
                .setMessageListener(message -> Unchecked.run(() -> {
                    seen.add(text(message) + message.getJMSRedelivered());
                    if (!message.getJMSRedelivered()) {
                        automatic.recover();
                    }
                }));
        send("two", "b");
        Awaitility.await().until(() -> waiting("two") == 0);

        assertThat(seen).containsExactly("afalse", "atrue", "bfalse", "btrue");
    }

    @Test
    void shouldLetTheListenerAcknowledge() throws JMSException {
        var session = session(CLIENT_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders"))
                .setMessageListener(message -> Unchecked.run(() -> {
                    seen.add(text(message));
                    if (seen.size() == 2) {
                        message.acknowledge();
                    }
                }));

        send("orders", "a", "b", "c");

        Awaitility.await().until(() -> seen.size() == 3);
        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldWaitForARunningListenerWhenStoppedAndClosed() throws Exception {
        var session = session(AUTO_ACKNOWLEDGE);
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        session.createConsumer(session.createQueue("orders")).setMessageListener(message -> {
            running.countDown();
            failureOf(release::await);
            seen.add(Unchecked.call(() -> text(message)));
        });
        send("orders", "a", "b");
        running.await();

        var stopped = CompletableFuture.supplyAsync(() -> failureOf(connection::stop));
        assertThat(failureOf(() -> stopped.get(GLANCE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        release.countDown();

        assertThat(stopped.get()).isNull();
        assertThat(seen).containsExactly("a");
        assertThat(waiting("orders")).as("b stays while stopped").isGreaterThanOrEqualTo(1);
        connection.start();
        Awaitility.await().until(() -> seen.size() == 2);
    }

    @Test
    void shouldRefuseToCloseOrStopFromInsideAListener() throws Exception {
        var session = session(AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));
        var failures = new CompletableFuture<List<Throwable>>();
        consumer.setMessageListener(message -> {
            var all = new java.util.ArrayList<Throwable>();
            all.add(failureOf(session::close));
            all.add(failureOf(connection::stop));
            all.add(failureOf(connection::close));
            failures.complete(all);
        });

        send("orders", "a");

        assertThat(failures.get()).hasSize(3).allSatisfy(e -> assertThat(e).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void shouldLetAListenerCloseItsOwnConsumer() throws Exception {
        var session = session(AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));
        var failure = new CompletableFuture<Throwable>();
        consumer.setMessageListener(message -> {
            seen.add(Unchecked.call(() -> text(message)));
            failure.complete(failureOf(consumer::close));
        });

        send("orders", "a", "b");

        assertThat(failure.get()).isNull();
        Awaitility.await().until(() -> waiting("orders") == 1);
        assertThat(seen).containsExactly("a");
        assertThat(receive(session.createConsumer(session.createQueue("orders"))))
                .isEqualTo("b");
    }

    @Test
    void shouldTellTheExceptionListenerWhatNobodyElseCanHear() throws Exception {
        var told = new CompletableFuture<JMSException>();
        connection.setExceptionListener(told::complete);
        var session = session(AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders")).setMessageListener(message -> broker.close());

        send("orders", "a");

        assertThat(told.get().getErrorCode()).isIn("UNAVAILABLE", "LEASE_LOST");
    }

    @Test
    void shouldLetOnlyItsThreadReceiveOnASessionWithListeners() throws Exception {
        var session = session(AUTO_ACKNOWLEDGE);
        var listening = session.createConsumer(session.createQueue("requests"));
        var other = session.createConsumer(session.createQueue("answers"));
        send("answers", "a");
        var answer = new CompletableFuture<String>();
        listening.setMessageListener(message -> answer.complete(Unchecked.call(() -> receive(other))));

        assertThatThrownBy(() -> other.receive(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(other::receiveNoWait).isInstanceOf(IllegalStateException.class);
        send("requests", "r");

        assertThat(answer.get()).isEqualTo("a");
        listening.setMessageListener(null);
        send("answers", "b");
        assertThat(receive(other)).isEqualTo("b");
    }
}
