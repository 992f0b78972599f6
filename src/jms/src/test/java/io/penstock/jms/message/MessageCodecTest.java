package io.penstock.jms.message;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.jms.destination.PenstockTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageCodecTest {

    @Test
    void shouldCarryTheHeaderFields() throws JMSException {
        var message = new PenstockTextMessage();
        message.setText("hello");
        message.setJMSCorrelationID("c-1");
        message.setJMSType("greeting");
        message.setJMSReplyTo(new PenstockTopic("answers"));
        message.setJMSPriority(9);
        message.setJMSExpiration(5_000);
        message.setJMSTimestamp(1_000);
        message.setJMSDeliveryTime(2_000);
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);

        var received = Samples.throughTheLog(message);

        assertThat(received.getJMSMessageID()).isEqualTo("ID:1");
        assertThat(received.getJMSCorrelationID()).isEqualTo("c-1");
        assertThat(received.getJMSType()).isEqualTo("greeting");
        assertThat(received.getJMSReplyTo()).isEqualTo(new PenstockTopic("answers"));
        assertThat(received.getJMSPriority()).isEqualTo(9);
        assertThat(received.getJMSExpiration()).isEqualTo(5_000);
        assertThat(received.getJMSTimestamp()).isEqualTo(1_000);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(2_000);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSDestination()).isEqualTo(Samples.QUEUE);
        assertThat(received.getBody(String.class)).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "JMSDeliveryMode, 7",
        "JMSDeliveryMode, x",
        "JMSMessageKind, letter",
        "JMSReplyTo, queue:a b",
        "JMSReplyTo, orders",
        "JMSPropertyTypes, color",
        "JMSPropertyTypes, color=i"
    })
    void shouldSayThatAMessageCannotBeReadWhateverIsWrongWithItsHeaders(String header, String value) {
        var arrived = Message.to("orders")
                .header("color", "red")
                .header(header, value)
                .body("text")
                .build();
        var decoder = new MessageDecoder(new TrustedClasses(List.of()));

        assertThatThrownBy(() -> decoder.decode(arrived, Samples.QUEUE)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldKeepAnyBytesAsCorrelationId() throws JMSException {
        var message = new PenstockMessage();
        message.setJMSCorrelationIDAsBytes(new byte[] {0, (byte) 0xff, 7});

        assertThat(Samples.throughTheLog(message).getJMSCorrelationIDAsBytes())
                .isEqualTo(new byte[] {0, (byte) 0xff, 7});
    }

    @Test
    void shouldWritePropertiesAsPlainTextAndTheirTypesApart() throws JMSException {
        var message = new PenstockTextMessage();
        message.setText("{}");
        message.setStringProperty("origin", "JFK");
        message.setIntProperty("delay", 61);
        message.setBooleanProperty("urgent", true);
        message.setStringProperty("none", null);

        var carried = MessageEncoder.encode(message, Samples.QUEUE, null);

        assertThat(carried.bodyText()).isEqualTo("{}");
        assertThat(carried.headers().get("origin")).isEqualTo("JFK");
        assertThat(carried.headers().get("delay")).isEqualTo("61");
        assertThat(carried.headers().get("JMSPropertyTypes")).isEqualTo("delay=i,urgent=z,none=n");
        assertThat(Samples.received(carried).getObjectProperty("none")).isNull();
        assertThat(Samples.received(carried).propertyExists("none")).isTrue();
    }

    @Test
    void shouldShowNoHeaderFieldAsProperty() throws JMSException {
        var message = new PenstockMessage();
        message.setJMSCorrelationID("c");
        message.setJMSPriority(1);
        message.setIntProperty("n", 1);

        assertThat(Collections.list(Samples.throughTheLog(message).getPropertyNames()))
                .containsExactly("n");
    }

    @Test
    void shouldSendAGroupAsKey() throws JMSException {
        var message = new PenstockMessage();
        message.setStringProperty("JMSXGroupID", "customer-7");

        var carried = MessageEncoder.encode(message, Samples.QUEUE, null);

        assertThat(carried.keyText()).isEqualTo("customer-7");
        assertThat(Samples.received(carried).getStringProperty("JMSXGroupID")).isEqualTo("customer-7");
    }

    @Test
    void shouldAskForLessDurabilityOnlyWhenNotPersistent() throws JMSException {
        var message = new PenstockMessage();
        assertThat(MessageEncoder.encode(message, Samples.QUEUE, null).durability())
                .isEmpty();

        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        assertThat(MessageEncoder.encode(message, Samples.QUEUE, null).durability())
                .contains(Durability.MEMORY);
    }

    @Test
    void shouldNotSendOnWhatTheProviderSaid() throws JMSException {
        var carried = Message.to("orders")
                .id("7-3")
                .timestamp(Instant.EPOCH)
                .header("penstock-dead-letter-reason", "REJECTED")
                .header("kept", "yes")
                .body("x")
                .build();
        var received = Samples.received(carried);
        received.properties().provide("JMSXDeliveryCount", 3);

        var again = MessageEncoder.encode(received, Samples.QUEUE, null);

        assertThat(received.getStringProperty("penstock-dead-letter-reason")).isEqualTo("REJECTED");
        assertThat(again.headers().names()).contains("kept");
        assertThat(again.headers().names()).doesNotContain("penstock-dead-letter-reason", "JMSXDeliveryCount");
    }

    @Test
    void shouldReadOthersMessagesByTheirBodies() throws JMSException {
        var text = Samples.received(
                Message.to("orders").id("0-1").body("Grüße").header("n", "1").build());
        var bytes = Samples.received(
                Message.to("orders").id("0-2").body(new byte[] {(byte) 0xc3}).build());
        var none = Samples.received(Message.to("orders").id("0-3").build());

        assertThat(text).isInstanceOf(TextMessage.class);
        assertThat(text.getBody(String.class)).isEqualTo("Grüße");
        assertThat(text.getObjectProperty("n")).isEqualTo("1");
        assertThat(text.getIntProperty("n")).isEqualTo(1);
        assertThat(text.getJMSMessageID()).isEqualTo("ID:0-1");
        assertThat(bytes).isInstanceOf(BytesMessage.class);
        assertThat(bytes.getBody(byte[].class)).containsExactly(0xc3);
        assertThat(none.kind()).isEqualTo(MessageKind.MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "JMSMessageKind, photo",
        "JMSDeliveryMode, 3",
        "JMSReplyTo, orders",
        "JMSReplyTo, queue:a/b",
        "JMSPropertyTypes, n",
        "JMSPropertyTypes, n=quux",
        "JMSPropertyTypes, n=i"
    })
    void shouldRefuseHeadersThatAreNotWhatTheySay(String header, String value) {
        var carried = Message.to("orders")
                .body("x")
                .header("n", "many")
                .header(header, value)
                .build();

        assertThatThrownBy(() -> Samples.received(carried))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(header.equals("JMSPropertyTypes") ? "'n" : value);
    }

    @Test
    void shouldRefuseAMapThatIsNone() {
        var carried =
                Message.to("orders").body("{}").header("JMSMessageKind", "map").build();

        assertThatThrownBy(() -> Samples.received(carried))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("format version 123");
    }
}
