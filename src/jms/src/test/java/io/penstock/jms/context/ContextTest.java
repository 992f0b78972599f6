package io.penstock.jms.context;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.spec.Unchecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The simplified API. */
@Timeout(JmsFixture.HANG_SECONDS)
class ContextTest extends JmsFixture {

    @Test
    void shouldSendAndReceiveBodies() {
        try (var context = factory.createContext()) {
            var queue = context.createQueue("orders");
            context.createProducer()
                    .send(queue, "text")
                    .send(queue, Map.of("a", (Object) 1))
                    .send(queue, new byte[] {1, 2})
                    .send(queue, (java.io.Serializable) null);
            var consumer = context.createConsumer(queue);

            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("text");
            assertThat(consumer.receiveBody(Object.class, PATIENCE_MILLIS)).isEqualTo(Map.of("a", 1));
            assertThat(consumer.receiveBody(byte[].class, PATIENCE_MILLIS)).containsExactly(1, 2);
            assertThat(consumer.receive(PATIENCE_MILLIS)).isInstanceOf(jakarta.jms.ObjectMessage.class);
            assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
        }
    }

    @Test
    void shouldSetWhatTheProducerHolds() throws JMSException {
        try (var context = factory.createContext()) {
            var queue = context.createQueue("orders");
            var producer = context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setPriority(8)
                    .setTimeToLive(60_000)
                    .setJMSCorrelationID("c")
                    .setJMSType("t")
                    .setJMSReplyTo(queue)
                    .setProperty("n", 5);
            assertThat(producer.getLongProperty("n")).isEqualTo(5);
            assertThat(producer.getPropertyNames()).containsExactly("n");

            producer.send(queue, "x");

            var received = context.createConsumer(queue).receive(PATIENCE_MILLIS);
            assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(received.getJMSPriority()).isEqualTo(8);
            assertThat(received.getJMSExpiration()).isEqualTo(received.getJMSTimestamp() + 60_000);
            assertThat(received.getJMSCorrelationID()).isEqualTo("c");
            assertThat(received.getJMSType()).isEqualTo("t");
            assertThat(received.getJMSReplyTo()).isEqualTo(queue);
            assertThat(received.getObjectProperty("n")).isEqualTo(5);
            assertThatThrownBy(() -> producer.send(queue, received))
                    .isInstanceOf(MessageNotWriteableRuntimeException.class);
        }
    }

    @Test
    void shouldStartWithItsFirstConsumerUnlessToldNotTo() {
        try (var context = factory.createContext()) {
            context.setAutoStart(false);
            var queue = context.createQueue("orders");
            context.createProducer().send(queue, "x");
            var consumer = context.createConsumer(queue);
            assertThat(consumer.receiveBody(String.class, GLANCE_MILLIS)).isNull();

            context.start();

            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("x");
        }
    }

    @Test
    void shouldCommitAndRollBack() {
        try (var context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            var queue = context.createQueue("orders");
            context.createProducer().send(queue, "lost");
            context.rollback();
            context.createProducer().send(queue, "kept");
            context.commit();

            assertThat(context.createConsumer(queue).receiveBody(String.class, PATIENCE_MILLIS))
                    .isEqualTo("kept");
        }
        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldAcknowledgeThroughTheContext() {
        try (var context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            var queue = context.createQueue("orders");
            context.createProducer().send(queue, "x");
            context.createConsumer(queue).receive(PATIENCE_MILLIS);
            assertThat(waiting("orders")).isEqualTo(1);

            context.acknowledge();

            assertThat(waiting("orders")).isZero();
        }
    }

    @Test
    void shouldNotCountABodyOfTheWrongTypeAsReceived() throws JMSException {
        try (var context = factory.createContext()) {
            var queue = context.createQueue("orders");
            context.createProducer().send(queue, "x").send(queue, "y");
            var consumer = context.createConsumer(queue);
            assertThatThrownBy(() -> consumer.receiveBody(byte[].class, PATIENCE_MILLIS))
                    .isInstanceOf(MessageFormatRuntimeException.class);

            var again = consumer.receive(PATIENCE_MILLIS);

            assertThat(text(again)).isEqualTo("x");
            assertThat(again.getJMSRedelivered()).isFalse();
            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("y");
        }
    }

    @Test
    void shouldRefuseToReceiveTheBodyOfAMessageWithoutOne() {
        try (var context = factory.createContext()) {
            var queue = context.createQueue("orders");
            context.createProducer().send(queue, context.createMessage()).send(queue, context.createStreamMessage());
            var consumer = context.createConsumer(queue);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> consumer.receiveBody(Object.class, PATIENCE_MILLIS))
                        .isInstanceOf(MessageFormatRuntimeException.class);
                assertThat(consumer.receive(PATIENCE_MILLIS)).isNotNull();
            }
        }
    }

    @Test
    void shouldListenAndSendAsynchronously() {
        try (var context = factory.createContext();
                var listening = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            var seen = new CopyOnWriteArrayList<String>();
            var queue = context.createQueue("orders");
            listening
                    .createConsumer(queue)
                    .setMessageListener(message -> seen.add(Unchecked.call(() -> text(message))));
            var sent = new CompletableFuture<jakarta.jms.Message>();
            context.createProducer()
                    .setAsync(new jakarta.jms.CompletionListener() {
                        @Override
                        public void onCompletion(jakarta.jms.Message message) {
                            sent.complete(message);
                        }

                        @Override
                        public void onException(jakarta.jms.Message message, Exception failure) {
                            sent.completeExceptionally(failure);
                        }
                    })
                    .send(queue, "x");

            assertThat(sent.join()).isNotNull();
            Awaitility.await().until(() -> seen.equals(List.of("x")));
        }
    }

    @Test
    void shouldShareTheConnectionAndCloseItWithTheLastContext() {
        var first = factory.createContext();
        first.setClientID("reports");
        var second = first.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        assertThat(second.getClientID()).isEqualTo("reports");

        first.close();
        var topic = second.createTopic("news");
        second.createDurableConsumer(topic, "all").close();
        for (Runnable use : List.<Runnable>of(
                () -> first.createTextMessage("x"),
                first::getClientID,
                first::getMetaData,
                first::getExceptionListener,
                () -> first.setExceptionListener(null),
                first::start,
                first::stop,
                first::acknowledge,
                first::createProducer,
                () -> first.createContext(JMSContext.AUTO_ACKNOWLEDGE))) {
            assertThatThrownBy(use::run).isInstanceOf(IllegalStateRuntimeException.class);
        }
        second.close();

        assertThatThrownBy(second::getClientID).isInstanceOf(IllegalStateRuntimeException.class);
        try (var third = factory.createContext()) {
            third.setClientID("reports");
            third.unsubscribe("all");
        }
        assertThat(broker.subscriptions("news")).isEmpty();
    }

    @Test
    void shouldThrowTheUncheckedTwins() {
        try (var context = factory.createContext()) {
            assertThatThrownBy(() -> context.createProducer().send((jakarta.jms.Queue) null, "x"))
                    .isInstanceOf(InvalidDestinationRuntimeException.class);
            assertThatThrownBy(
                            () -> context.createProducer().send(context.createQueue("q"), (jakarta.jms.Message) null))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThatThrownBy(context::commit).isInstanceOfSatisfying(IllegalStateRuntimeException.class, e -> {
                assertThat(e.getErrorCode()).isEqualTo("ILLEGAL_STATE");
                assertThat(e.getCause()).isInstanceOf(jakarta.jms.IllegalStateException.class);
            });
            assertThatThrownBy(() -> context.createConsumer(context.createQueue("q"), "a = "))
                    .isInstanceOf(InvalidSelectorRuntimeException.class)
                    .hasMessageContaining("[a = ]");
        }
        assertThatThrownBy(() -> factory.createContext(99)).isInstanceOf(JMSRuntimeException.class);
    }
}
