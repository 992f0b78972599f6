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
    }

    @Override
    Object bodyValue() throws JMSException {
        return getObject();
    }

    /** False too if the object cannot be read, or is of a class that is not trusted. */
    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(Class wanted) throws JMSException {
        try {
            return super.isBodyAssignableTo(wanted);
        } catch (MessageFormatException e) {
            return false;
        }
    }

    @Override
    void eraseBody() {
        serialized = null;
    }

    /** Takes the object as it is now: later changes to it are not seen. */
    @Override
    public void setObject(Serializable object) throws JMSException {
        requireWritable();
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

    @Override
    public Serializable getObject() throws JMSException {
        return serialized == null ? null : trusted.deserialize(serialized);
    }
}
