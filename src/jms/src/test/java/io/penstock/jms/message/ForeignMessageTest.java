package io.penstock.jms.message;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.destination.PenstockQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static org.assertj.core.api.Assertions.assertThat;

/** Messages and destinations of another provider (section 3.12). */
@Timeout(JmsFixture.HANG_SECONDS)
class ForeignMessageTest extends JmsFixture {

    /** A message that behaves like ours and is none of our classes. */
    private static <T extends Message> T foreign(Class<T> type, PenstockMessage behaviour) {
        var proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            try {
                return method.invoke(behaviour, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        return type.cast(proxy);
    }

    private Message sentAndReceived(Message message) throws JMSException {
        try (var session = session(AUTO_ACKNOWLEDGE)) {
            Queue foreignQueue = () -> "orders";
            session.createProducer(foreignQueue).send(message);
            return session.createConsumer(foreignQueue).receive(PATIENCE_MILLIS);
        }
    }

    @Test
    void shouldCarryHeaderPropertiesAndText() throws JMSException {
        var behaviour = new PenstockTextMessage();
        behaviour.setText("hello");
        behaviour.setIntProperty("n", 7);
        behaviour.setJMSType("greeting");
        behaviour.setJMSCorrelationID("c");
        behaviour.setJMSReplyTo((Queue) () -> "answers");
        var message = foreign(TextMessage.class, behaviour);

        var received = sentAndReceived(message);

        assertThat(text(received)).isEqualTo("hello");
        assertThat(received.getObjectProperty("n")).isEqualTo(7);
        assertThat(received.getJMSType()).isEqualTo("greeting");
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSReplyTo()).isEqualTo(new PenstockQueue("answers"));
        assertThat(received.getJMSMessageID())
                .isEqualTo(message.getJMSMessageID())
                .startsWith("ID:");
        assertThat(message.getJMSDestination()).isEqualTo(new PenstockQueue("orders"));
        assertThat(message.getJMSTimestamp()).isPositive();
    }

    @Test
    void shouldCarryMapsStreamsAndBytes() throws JMSException {
        var map = new PenstockMapMessage();
        map.setLong("a", 1);
        var stream = new PenstockStreamMessage();
        stream.writeString("x");
        stream.writeObject(new byte[] {1, 2});
        var bytes = new PenstockBytesMessage();
        bytes.writeBytes(new byte[10_000]);

        assertThat(((MapMessage) sentAndReceived(foreign(MapMessage.class, map))).getObject("a"))
                .isEqualTo(1L);
        var receivedStream = (StreamMessage) sentAndReceived(foreign(StreamMessage.class, stream));
        assertThat(receivedStream.readString()).isEqualTo("x");
        assertThat((byte[]) receivedStream.readObject()).containsExactly(1, 2);
        var receivedBytes = (BytesMessage) sentAndReceived(foreign(BytesMessage.class, bytes));
        assertThat(receivedBytes.getBodyLength()).isEqualTo(10_000);
    }
}
