package io.penstock.jms.message;

import io.penstock.AsciiNumbers;
import io.penstock.Delivery;
import io.penstock.Headers;
import io.penstock.PenstockException;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.HeaderNames;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;

/**
 * Turns a message of the broker into one of the type that its sender chose. If the sender was no JMS client, the body
 * decides.
 */
public final class MessageDecoder {

    private static final String ID_PREFIX = "ID:";

    private final TrustedClasses trusted;

    public MessageDecoder(TrustedClasses trusted) {
        this.trusted = trusted;
    }

    /**
     * Reads the message of a delivery.
     *
     * @throws MessageFormatException if headers or body cannot be read
     */
    public PenstockMessage decode(Delivery delivery, PenstockDestination from) throws JMSException {
        var message = decode(delivery.message(), from);
        message.setJMSRedelivered(delivery.redelivered());
        // A consumer that may have had the message before had it once at least (section 3.5.11).
        int count = delivery.redelivered() ? Math.max(2, delivery.deliveries()) : delivery.deliveries();
        message.properties().tell(MessageProperties.DELIVERY_COUNT, count);
        return message;
    }

    /**
     * Reads a message. Its sender may have set any header to anything.
     *
     * @throws MessageFormatException if headers or body cannot be read
     */
    public PenstockMessage decode(io.penstock.Message in, PenstockDestination from) throws MessageFormatException {
        try {
            return read(in, from);
        } catch (MessageFormatException e) {
            throw e;
        } catch (JMSException | RuntimeException | Error e) {
            throw Failures.format("The message cannot be read: " + e.getMessage(), e);
        }
    }

    private PenstockMessage read(io.penstock.Message in, PenstockDestination from) throws JMSException {
        var message = kindOf(in).create(trusted);
        message.decodeBody(in.body());
        message.setJMSDestination(from);
        // The broker makes ids without the prefix that section 3.4.3 asks for.
        message.setJMSMessageID(in.id() == null || in.id().startsWith(ID_PREFIX) ? in.id() : ID_PREFIX + in.id());
        header(in, message);
        properties(in, message);
        return message;
    }

    /** The time at which the message expires, in milliseconds since 1970; 0 for never. */
    public static long expirationOf(io.penstock.Message in) {
        return in.expiresAt().map(Instant::toEpochMilli).orElse(0L);
    }

    private static MessageKind kindOf(io.penstock.Message in) throws MessageFormatException {
        String label = in.headers().get(HeaderNames.KIND);
        if (label == null) {
            if (in.body() == null) {
                return MessageKind.MESSAGE;
            }
            return isText(in.body()) ? MessageKind.TEXT : MessageKind.BYTES;
        }
        var kind = MessageKind.of(label);
        if (kind == null) {
            throw Failures.format("'" + label + "' is no kind of message.");
        }
        return kind;
    }

    private static boolean isText(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static void header(io.penstock.Message in, PenstockMessage message) throws JMSException {
        long sentAt = in.timestamp() == null ? 0 : in.timestamp().toEpochMilli();
        message.setJMSTimestamp(sentAt);
        message.setJMSDeliveryTime(in.deliverAt().map(Instant::toEpochMilli).orElse(sentAt));
        message.setJMSCorrelationIDAsBytes(in.headers().bytes(HeaderNames.CORRELATION_ID));
        message.setJMSType(in.headers().get(HeaderNames.TYPE));
        message.setJMSExpiration(expirationOf(in));
        message.setJMSPriority(in.priority());
        message.setJMSDeliveryMode((int) number(in, HeaderNames.DELIVERY_MODE, DeliveryMode.PERSISTENT));
        String replyTo = in.headers().get(HeaderNames.REPLY_TO);
        if (replyTo != null) {
            message.setJMSReplyTo(destination(replyTo));
        }
    }

    private static PenstockDestination destination(String text) throws MessageFormatException {
        try {
            var destination = PenstockDestination.parse(text);
            if (destination != null) {
                return destination;
            }
        } catch (PenstockException.InvalidConfiguration e) {
            throw Failures.format("The header JMSReplyTo is '" + text + "': " + e.getMessage(), e);
        }
        throw Failures.format("The header JMSReplyTo is '" + text + "': expected queue:NAME or topic:NAME.");
    }

    private static long number(io.penstock.Message in, String header, long otherwise) throws MessageFormatException {
        String text = in.headers().get(header);
        try {
            return text == null ? otherwise : AsciiNumbers.parseLong(text);
        } catch (NumberFormatException e) {
            throw Failures.format("The header " + header + " is '" + text + "', which is no number.", e);
        }
    }

    private static void properties(io.penstock.Message in, PenstockMessage message) throws JMSException {
        var types = PropertyTypes.parse(in.headers().get(HeaderNames.PROPERTY_TYPES));
        for (var header : in.headers()) {
            String name = header.name();
            if (name.startsWith(Headers.RESERVED_PREFIX)) {
                message.properties().tell(name, header.text());
            } else if (HeaderNames.isProperty(name)) {
                message.properties().provide(name, PropertyTypes.read(name, header.text(), types.get(name)));
            }
        }
    }
}
