package io.penstock.jms.message;

import io.penstock.jms.spec.Failures;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;

/** A message whose body is a serialised object, which is read only if its classes are trusted. */
final class PenstockObjectMessage extends PenstockMessage implements ObjectMessage {

    private final TrustedClasses trusted;
    private byte[] serialized;

    /** The object that was read to find its type, and that nobody has been given yet. */
    private Serializable ready;

    PenstockObjectMessage(TrustedClasses trusted) {
        this.trusted = trusted;
    }

    @Override
    MessageKind kind() {
        return MessageKind.OBJECT;
    }

    @Override
    byte[] encodedBody() {
        return serialized;
    }

    @Override
    void decodeBody(byte[] encoded) {
        serialized = encoded;
        ready = null;
    }

    @Override
    Object bodyValue() throws JMSException {
        return getObject();
    }

    /** Whether the body is of that type; false also if the object cannot be read, or its class is not trusted. */
    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(Class wanted) throws JMSException {
        try {
            if (ready == null) {
                ready = getObject();
            }
            return fits(ready, wanted);
        } catch (MessageFormatException e) {
            return false;
        }
    }

    @Override
    void eraseBody() {
        decodeBody(null);
    }

    /** Serialises the object as it is now, so that later changes to it have no effect. */
    @Override
    public void setObject(Serializable object) throws JMSException {
        requireWritable();
        ready = null;
        if (object == null) {
            serialized = null;
            return;
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw Failures.format("A " + object.getClass().getName() + " cannot be serialised: " + e.getMessage(), e);
        }
        serialized = bytes.toByteArray();
    }

    /** Reads another copy of the object each time, so that changes to it do not change the message. */
    @Override
    public Serializable getObject() throws JMSException {
        if (ready != null) {
            var object = ready;
            ready = null;
            return object;
        }
        return serialized == null ? null : trusted.deserialize(serialized);
    }
}
