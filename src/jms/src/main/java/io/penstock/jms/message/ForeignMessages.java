package io.penstock.jms.message;

import io.penstock.jms.spec.HeaderNames;

import java.util.Enumeration;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;

/** Copies messages of other providers into our own, which a provider must accept for sending (section 3.12). */
public final class ForeignMessages {

    /** Bytes that are copied at a time. */
    private static final int CHUNK_BYTES = 4_096;

    private ForeignMessages() {}

    public static PenstockMessage own(Message message, TrustedClasses trusted) throws JMSException {
        if (message instanceof PenstockMessage own) {
            return own;
        }
        var copy = copyBody(message, trusted);
        copy.setJMSCorrelationID(message.getJMSCorrelationID());
        copy.setJMSReplyTo(message.getJMSReplyTo());
        copy.setJMSType(message.getJMSType());
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            if (!name.equals(HeaderNames.ORIGIN)) {
                copy.properties().provide(name, Conversion.property(message.getObjectProperty(name)));
            }
        }
        return copy;
    }

    /** Sets on the message that the client passed what a provider sets on sending. */
    public static void tellHeader(PenstockMessage sent, Message original) throws JMSException {
        if (sent == original) {
            return;
        }
        original.setJMSDestination(sent.getJMSDestination());
        original.setJMSDeliveryMode(sent.getJMSDeliveryMode());
        original.setJMSPriority(sent.getJMSPriority());
        original.setJMSMessageID(sent.getJMSMessageID());
        original.setJMSTimestamp(sent.getJMSTimestamp());
        original.setJMSExpiration(sent.getJMSExpiration());
        original.setJMSDeliveryTime(sent.getJMSDeliveryTime());
    }

    private static PenstockMessage copyBody(Message message, TrustedClasses trusted) throws JMSException {
        if (message instanceof TextMessage text) {
            var copy = new PenstockTextMessage();
            copy.setText(text.getText());
            return copy;
        }
        if (message instanceof ObjectMessage object) {
            var copy = new PenstockObjectMessage(trusted);
            copy.setObject(object.getObject());
            return copy;
        }
        if (message instanceof MapMessage map) {
            var copy = new PenstockMapMessage();
            Enumeration<?> names = map.getMapNames();
            while (names.hasMoreElements()) {
                String name = (String) names.nextElement();
                copy.setObject(name, map.getObject(name));
            }
            return copy;
        }
        if (message instanceof BytesMessage bytes) {
            return copy(bytes);
        }
        return message instanceof StreamMessage stream ? copy(stream) : new PenstockMessage();
    }

    private static PenstockBytesMessage copy(BytesMessage bytes) throws JMSException {
        var copy = new PenstockBytesMessage();
        bytes.reset();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = bytes.readBytes(chunk); count > 0; count = bytes.readBytes(chunk)) {
            copy.writeBytes(chunk, 0, count);
        }
        return copy;
    }

    private static PenstockStreamMessage copy(StreamMessage stream) throws JMSException {
        var copy = new PenstockStreamMessage();
        stream.reset();
        try {
            while (true) {
                copy.writeObject(stream.readObject());
            }
        } catch (MessageEOFException end) {
            return copy;
        }
    }
}
