package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.spec.Unchecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Life cycles, metadata and asynchronous sends. */
@Timeout(JmsFixture.HANG_SECONDS)
class ConnectionTest extends JmsFixture {

    private static CompletionListener listener(BiConsumer<Message, Exception> told) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                told.accept(message, null);
            }

            @Override
            public void onException(Message message, Exception failure) {
                told.accept(message, failure);
            }
        };
    }

    @Test
    void shouldRefuseEverythingOnceClosedExceptClosing() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var consumer = session.createConsumer(session.createQueue("orders"));
        var message = session.createMessage();

        connection.close();

        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::getMetaData).isInstanceOf(IllegalStateException.class);
        connection.close();
        session.close();
        producer.close();
        consumer.close();
    }

    @Test
    void shouldCloseWhileAReceiverWaits() throws Exception {
        var session = session(AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("orders"));
        var received = new CompletableFuture<Object>();
        var receiver = new Thread(() -> {
            try {
                received.complete(String.valueOf(consumer.receive()));
            } catch (JMSException e) {
                received.complete(e);
            }
        });
        receiver.start();
        org.awaitility.Awaitility.await()
                .until(() -> receiver.getState() == Thread.State.TIMED_WAITING
                        || receiver.getState() == Thread.State.WAITING);

        connection.close();

        assertThat(received.get()).isEqualTo("null");
    }

    @Test
    void shouldRefuseModesThatAreNone() {
        assertThatThrownBy(() -> connection.createSession(4)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createSession(false, SESSION_TRANSACTED))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void shouldDescribeItself() throws JMSException {
        var description = connection.getMetaData();

        assertThat(description.getJMSVersion()).isEqualTo("3.1");
        assertThat(description.getJMSProviderName()).isEqualTo("Penstock");
        assertThat(Collections.list((java.util.Enumeration<?>) description.getJMSXPropertyNames()))
                .isEqualTo(List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"));
    }

    @Test
    void shouldTellCompletionsInTheOrderOfSends() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var told = new CopyOnWriteArrayList<String>();
        var expected = new ArrayList<String>();

        for (int i = 0; i < 200; i++) {
            producer.send(session.createTextMessage("m" + i), listener((message, failure) -> {
                assertThat(failure).isNull();
                told.add(Unchecked.call(() -> text(message)));
            }));
            expected.add("m" + i);
        }
        producer.close();

        assertThat(told).as("closing waits for them").isEqualTo(expected);
        assertThat(receive(session.createConsumer(session.createQueue("orders")), 200))
                .isEqualTo(expected);
    }

    @Test
    void shouldTellAFailedAsynchronousSend() throws Exception {
        var session = session(AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var told = new CompletableFuture<Exception>();
        var message = session.createBytesMessage();
        message.writeBytes(new byte[2 << 20]);

        producer.send(message, listener((sent, failure) -> told.complete(failure)));

        assertThat(told.get()).isInstanceOf(JMSException.class).hasMessageContaining("limit");
        assertThatThrownBy(() -> producer.send(message))
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("INVALID_MESSAGE"));
    }

    @Test
    void shouldNotBeClosedFromACompletionListener() throws Exception {
        var session = session(SESSION_TRANSACTED);
        var producer = session.createProducer(session.createQueue("orders"));
        var failures = new CompletableFuture<List<Throwable>>();

        producer.send(session.createMessage(), listener((message, none) -> {
            var all = new ArrayList<Throwable>();
            for (Unchecked.Action action : List.<Unchecked.Action>of(
                    producer::close, session::close, connection::close, session::commit, session::rollback)) {
                try {
                    action.run();
                    all.add(null);
                } catch (JMSException e) {
                    all.add(e);
                }
            }
            failures.complete(all);
        }));

        assertThat(failures.get()).hasSize(5).allSatisfy(e -> assertThat(e).isInstanceOf(IllegalStateException.class));
        session.commit();
        assertThat(waiting("orders")).isEqualTo(1);
        assertThatThrownBy(() -> producer.send(session.createMessage(), (CompletionListener) null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
