package io.penstock.jms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a producer can be told, and what a message says of itself before and after it is sent. */
@Timeout(JmsFixture.HANG_SECONDS)
class HintTest extends JmsFixture {

    @Test
    void shouldKeepTheHintsAndGiveIdAndTimestampAllTheSame() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        assertThat(producer.getDisableMessageID()).isFalse();
        assertThat(producer.getDisableMessageTimestamp()).isFalse();
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        var message = session.createMessage();

        producer.send(message);

        assertThat(producer.getDisableMessageID()).isTrue();
        assertThat(producer.getDisableMessageTimestamp()).isTrue();
        assertThat(message.getJMSMessageID()).startsWith("ID:");
        assertThat(message.getJMSTimestamp()).isPositive();
    }

    @Test
    void shouldStartWithTheDefaultsOfTheSpecification() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(null);
        var message = session.createMessage();

        assertThat(producer.getDestination()).isNull();
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(4);
        assertThat(producer.getTimeToLive()).isZero();
        assertThat(producer.getDeliveryDelay()).isZero();
        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSDestination()).isNull();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSType()).isNull();
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSTimestamp()).isZero();
        assertThat(message.getJMSDeliveryTime()).isZero();
        assertThat(message.getJMSDeliveryMode()).isEqualTo(Message.DEFAULT_DELIVERY_MODE);
        assertThat(message.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
    }

    @Test
    void shouldSetOnSendWhatTheMessageSaidOtherwise() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var queue = session.createQueue("orders");
        var producer = session.createProducer(queue);
        var message = session.createMessage();
        message.setJMSMessageID("ID:mine");
        message.setJMSDestination(session.createTopic("elsewhere"));
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(9);
        message.setJMSExpiration(1);
        message.setJMSTimestamp(1);
        message.setJMSDeliveryTime(1);

        producer.send(message);

        assertThat(message.getJMSMessageID()).isNotEqualTo("ID:mine");
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(4);
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSTimestamp()).isGreaterThan(1);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp());
    }

    @Test
    void shouldRefuseValuesThatCannotBeAndKeepTheOldOnes() throws JMSException {
        var session = session(AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var message = session.createMessage();

        assertThatThrownBy(() -> producer.setPriority(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setDeliveryMode(3)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setTimeToLive(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setDeliveryDelay(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(message, 3, 4, 0)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(message, DeliveryMode.PERSISTENT, 10, 0))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(message, DeliveryMode.PERSISTENT, 4, -1))
                .isInstanceOf(JMSException.class);
        try (var context = factory.createContext()) {
            var simple = context.createProducer();
            assertThatThrownBy(() -> simple.setPriority(10)).isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> simple.setDeliveryMode(-1)).isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> simple.setTimeToLive(-1)).isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> simple.setDeliveryDelay(-1)).isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> simple.setProperty("", "x")).isInstanceOf(IllegalArgumentException.class);
            assertThat(simple.getPriority()).isEqualTo(4);
        }

        assertThat(producer.getPriority()).isEqualTo(4);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(broker.statistics("orders").messages()).isZero();
    }
}
