package io.penstock.jms.message;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.destination.PenstockQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import jakarta.jms.BytesMessage;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    /** Of a provider that has its own ideas of header fields. */
    private static Message picky(byte[] correlation) {
        return (Message) Proxy.newProxyInstance(
                Message.class.getClassLoader(), new Class<?>[] {Message.class}, (self, method, arguments) -> {
                    if (method.getName().startsWith("setJMS")) {
                        throw new ClassCastException("expected by the test");
                    }
                    return switch (method.getName()) {
                        case "getJMSCorrelationID" -> throw new JMSException("It is bytes.");
                        case "getJMSCorrelationIDAsBytes" -> correlation;
                        case "getPropertyNames" ->
                            Collections.enumeration(List.of("text", "letter", "JMSReplyTo", "content-type"));
                        case "getObjectProperty" -> property((String) arguments[0]);
                        case "toString" -> "picky";
                        default -> null;
                    };
                });
    }

    private static Object property(String name) {
        return switch (name) {
            case "text" -> new StringBuilder("of its own");
            case "letter" -> 'x';
            case "JMSReplyTo" -> 7;
            default -> "json";
        };
    }

    @Test
    void shouldCarryWhatIsOfTypesOfTheOtherProvider() throws JMSException {
        byte[] correlation = {(byte) 0xff, 0, (byte) 0x80};
        var received = sentAndReceived(picky(correlation));
        assertThat(received.getJMSCorrelationIDAsBytes()).isEqualTo(correlation);
        assertThat(received.getObjectProperty("text")).isEqualTo("of its own");
        assertThat(received.getObjectProperty("letter")).isEqualTo("x");
        assertThat(received.getObjectProperty("content-type")).isEqualTo("json");
        assertThat(received.getJMSReplyTo()).isNull();
    }

    private record ForeignTemporary(String getQueueName) implements TemporaryQueue {

        @Override
        public void delete() {
            throw new AssertionError("It is not ours.");
        }
    }

    @Test
    void shouldMakeNoQueueOfATemporaryOneOfAnotherProvider() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var message = session.createTextMessage("a");
        message.setJMSReplyTo(new ForeignTemporary("answers-4711"));
        assertThatThrownBy(() -> producer.send(message))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageStartingWith("JMSReplyTo");
        var unbound = session.createProducer(null);
        assertThatThrownBy(() -> unbound.send(new ForeignTemporary("answers-4711"), session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(new ForeignTemporary("answers-4711")))
                .isInstanceOf(InvalidDestinationException.class);
        assertThat(broker.destination("answers-4711")).isEmpty();
    }

    @Test
    void shouldSayInWhichFieldANameIsNone() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var message = session.createTextMessage("a");
        message.setJMSReplyTo((Queue) () -> "no name");
        var producer = session.createProducer(session.createQueue("orders"));
        assertThatThrownBy(() -> producer.send(message))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageStartingWith("JMSReplyTo")
                .hasMessageContaining("no name");
    }
}
