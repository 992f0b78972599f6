package io.penstock.jms.message;

import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.HeaderNames;
import io.penstock.jms.spec.Unchecked;
import org.jboss.logging.Logger;

import java.util.Enumeration;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;

/**
 * Copies messages of other providers into messages of this one, which a provider must accept for sending (section
 * 3.12).
 */
public final class ForeignMessages {

    private static final Logger LOG = Logger.getLogger(ForeignMessages.class);

    /** The number of bytes that are copied at a time. */
    private static final int CHUNK_BYTES = 4_096;

    private ForeignMessages() {}

    public static PenstockMessage own(Message message, TrustedClasses trusted) throws JMSException {
        if (message instanceof PenstockMessage own) {
            return own;
        }
        var copy = copyBody(message, trusted);
        correlation(message, copy);
        copy.setJMSReplyTo(message.getJMSReplyTo());
        copy.setJMSType(message.getJMSType());
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            // A name that begins like a header field, and is no property, would be taken for the field.
            if (HeaderNames.isProperty(name)) {
                copy.properties().provide(name, property(name, message.getObjectProperty(name)));
            }
        }
        return copy;
    }

    /** Copies the correlation id as text if the other provider has it as text, and else as bytes (section 3.4.5). */
    private static void correlation(Message message, PenstockMessage copy) throws JMSException {
        String text;
        try {
            text = message.getJMSCorrelationID();
        } catch (JMSException | RuntimeException e) {
            LOG.debugf(e, "The correlation identifier of %s is no text", message);
            text = null;
        }
        if (text == null) {
            copy.setJMSCorrelationIDAsBytes(correlationBytes(message));
        } else {
            copy.setJMSCorrelationID(text);
        }
    }

    private static byte[] correlationBytes(Message message) throws JMSException {
        try {
            return message.getJMSCorrelationIDAsBytes();
        } catch (UnsupportedOperationException e) {
            // A provider need not support this field.
            return null;
        }
    }

    /** Makes text of a property value whose type only the other provider knows. */
    private static Object property(String name, Object value) throws JMSException {
        if (value instanceof CharSequence || value instanceof Character) {
            return value.toString();
        }
        try {
            return Conversion.property(value);
        } catch (MessageFormatException e) {
            throw Failures.format("The property '" + name + "' cannot be sent: " + e.getMessage(), e);
        }
    }

    /** Sets on the message of the client what a provider sets when it sends. */
    public static void tellHeader(PenstockMessage sent, Message original) {
        if (sent == original) {
            return;
        }
        tell(() -> original.setJMSDestination(sent.getJMSDestination()));
        tell(() -> original.setJMSDeliveryMode(sent.getJMSDeliveryMode()));
        tell(() -> original.setJMSPriority(sent.getJMSPriority()));
        tell(() -> original.setJMSMessageID(sent.getJMSMessageID()));
        tell(() -> original.setJMSTimestamp(sent.getJMSTimestamp()));
        tell(() -> original.setJMSExpiration(sent.getJMSExpiration()));
        tell(() -> original.setJMSDeliveryTime(sent.getJMSDeliveryTime()));
    }

    /**
     * Runs a setter of the other provider's object. A value that it refuses, such as a destination of another provider,
     * is left out.
     */
    private static void tell(Unchecked.Action setter) {
        try {
            setter.run();
        } catch (JMSException | RuntimeException e) {
            LOG.debugf(e, "A message of another provider did not take a header field");
        }
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
