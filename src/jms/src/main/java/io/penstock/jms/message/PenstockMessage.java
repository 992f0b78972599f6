package io.penstock.jms.message;

import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;

import java.nio.charset.StandardCharsets;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;

/**
 * Holds the header fields of a message and the state of its body (chapter 3). A message that a client creates is
 * writable, one that it receives is read-only until cleared. This class itself is a message without a body.
 */
public class PenstockMessage extends PropertiedMessage {

    /** Acknowledges what the session of a received message has consumed so far. */
    @FunctionalInterface
    public interface Acknowledgement {
        void acknowledge() throws JMSException;
    }

    private String id;
    private long timestamp;
    private byte[] correlationId;
    private Destination replyTo;
    private Destination destination;
    private int deliveryMode = DEFAULT_DELIVERY_MODE;
    private boolean redelivered;
    private String type;
    private long expiration;
    private long deliveryTime;
    private int priority = DEFAULT_PRIORITY;
    private boolean bodyReadOnly;
    private Acknowledgement acknowledgement = () -> {};

    MessageKind kind() {
        return MessageKind.MESSAGE;
    }

    /** The body in its encoded form, or null for none. */
    byte[] encodedBody() throws JMSException {
        return null;
    }

    /** Reads the body that {@link #encodedBody()} wrote. */
    void decodeBody(byte[] encoded) throws MessageFormatException {
        // This kind of message has no body.
    }

    /** The body as {@link #getBody} returns it, or null for none. */
    Object bodyValue() throws JMSException {
        return null;
    }

    /** Whether a body is available as that type. Without a body, this is true of every type. */
    boolean fits(Object body, Class<?> wanted) {
        return body == null || wanted.isInstance(body);
    }

    /**
     * Reads the body once, as that type.
     *
     * @throws MessageFormatException if there is no body, it is of another type, or cannot be read (section 8.6)
     */
    public final <T> T requireBody(Class<T> wanted) throws JMSException {
        var body = bodyValue();
        if (body == null || !fits(body, wanted)) {
            throw Failures.format("The body of the " + this + " is no " + wanted.getName() + ".");
        }
        return wanted.cast(body);
    }

    void eraseBody() {
        // This kind of message has no body.
    }

    /** Makes this a received message, which is read-only until it is cleared. */
    public void received(Acknowledgement byClient) {
        properties().makeReadOnly();
        bodyReadOnly = true;
        acknowledgement = byClient;
    }

    final boolean bodyReadOnly() {
        return bodyReadOnly;
    }

    final void bodyReadOnly(boolean readOnly) {
        bodyReadOnly = readOnly;
    }

    final void requireWritable() throws MessageNotWriteableException {
        if (bodyReadOnly) {
            throw new MessageNotWriteableException(
                    "The body is read-only: call clearBody() first.", ErrorCode.ILLEGAL_STATE.name());
        }
    }

    final void requireReadable() throws MessageNotReadableException {
        if (!bodyReadOnly) {
            throw new MessageNotReadableException(
                    "The body is write-only: call reset() first.", ErrorCode.ILLEGAL_STATE.name());
        }
    }

    @Override
    public final void acknowledge() throws JMSException {
        acknowledgement.acknowledge();
    }

    @Override
    public final void clearBody() {
        bodyReadOnly = false;
        eraseBody();
    }

    @Override
    public <T> T getBody(Class<T> wanted) throws JMSException {
        var body = bodyValue();
        if (!fits(body, wanted)) {
            throw Failures.format("The body of this " + kind().label() + " message is a "
                    + body.getClass().getName() + ", not a " + wanted.getName() + ".");
        }
        return wanted.cast(body);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(Class wanted) throws JMSException {
        return fits(bodyValue(), wanted);
    }

    @Override
    public final String getJMSMessageID() {
        return id;
    }

    @Override
    public final void setJMSMessageID(String messageId) {
        id = messageId;
    }

    @Override
    public final long getJMSTimestamp() {
        return timestamp;
    }

    @Override
    public final void setJMSTimestamp(long sentAtMillis) {
        timestamp = sentAtMillis;
    }

    @Override
    public final byte[] getJMSCorrelationIDAsBytes() {
        return correlationId == null ? null : correlationId.clone();
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte[] correlation) {
        correlationId = correlation == null ? null : correlation.clone();
    }

    @Override
    public final void setJMSCorrelationID(String correlation) throws JMSException {
        correlationId = correlation == null ? null : WholeText.encode(correlation, "The correlation identifier");
    }

    @Override
    public final String getJMSCorrelationID() {
        return correlationId == null ? null : new String(correlationId, StandardCharsets.UTF_8);
    }

    @Override
    public final Destination getJMSReplyTo() {
        return replyTo;
    }

    @Override
    public final void setJMSReplyTo(Destination answerTo) {
        replyTo = answerTo;
    }

    @Override
    public final Destination getJMSDestination() {
        return destination;
    }

    @Override
    public final void setJMSDestination(Destination sentTo) {
        destination = sentTo;
    }

    @Override
    public final int getJMSDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public final void setJMSDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw Failures.invalid(mode + " is no delivery mode: use PERSISTENT (2) or NON_PERSISTENT (1).");
        }
        deliveryMode = mode;
    }

    @Override
    public final boolean getJMSRedelivered() {
        return redelivered;
    }

    @Override
    public final void setJMSRedelivered(boolean again) {
        redelivered = again;
    }

    @Override
    public final String getJMSType() {
        return type;
    }

    @Override
    public final void setJMSType(String messageType) {
        type = messageType;
    }

    @Override
    public final long getJMSExpiration() {
        return expiration;
    }

    @Override
    public final void setJMSExpiration(long expiresAtMillis) {
        expiration = expiresAtMillis;
    }

    @Override
    public final long getJMSDeliveryTime() {
        return deliveryTime;
    }

    @Override
    public final void setJMSDeliveryTime(long notBeforeMillis) {
        deliveryTime = notBeforeMillis;
    }

    @Override
    public final int getJMSPriority() {
        return priority;
    }

    @Override
    public final void setJMSPriority(int urgency) throws JMSException {
        if (urgency < 0 || urgency > 9) {
            throw Failures.invalid(urgency + " is no priority: use 0 to 9.");
        }
        priority = urgency;
    }

    @Override
    public final String toString() {
        return kind().label() + " message " + id + " to " + destination;
    }
}
