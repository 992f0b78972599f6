package io.penstock.jms.message;

import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.StreamMessage;

/** A message whose body is a sequence of typed values, which are written first and read in the same order. */
final class PenstockStreamMessage extends PenstockMessage implements StreamMessage {

    private final List<Object> values = new ArrayList<>();

    /** The index of the value that is read next. */
    private int position;

    /** The number of bytes that have been read of the array at {@link #position}; -1 while no array is being read. */
    private int arrayPosition = -1;

    @FunctionalInterface
    private interface Reader<T> {
        T read(Object value) throws JMSException;
    }

    @Override
    MessageKind kind() {
        return MessageKind.STREAM;
    }

    @Override
    byte[] encodedBody() throws MessageFormatException {
        return FieldCodec.encodeStream(values);
    }

    @Override
    void decodeBody(byte[] encoded) throws MessageFormatException {
        values.addAll(FieldCodec.decodeStream(encoded));
    }

    @Override
    Object bodyValue() throws JMSException {
        throw Failures.format("A stream message has no body as a whole: read its values one by one.");
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(Class wanted) {
        return false;
    }

    @Override
    void eraseBody() {
        values.clear();
        rewind();
    }

    @Override
    public void reset() {
        bodyReadOnly(true);
        rewind();
    }

    private void rewind() {
        position = 0;
        arrayPosition = -1;
    }

    /**
     * Reads the next value. The position moves on only if the value could be read as the wanted type (section 3.11.3).
     */
    private <T> T read(Reader<T> reader) throws JMSException {
        requireReadable();
        if (arrayPosition >= 0) {
            throw Failures.format("A byte array is being read: call readBytes until it returns less than asked for.");
        }
        if (position >= values.size()) {
            throw endOfBody();
        }
        T value = reader.read(values.get(position));
        position++;
        return value;
    }

    private static MessageEOFException endOfBody() {
        return new MessageEOFException("The body has been read to its end.", ErrorCode.INVALID_MESSAGE.name());
    }

    private void write(Object value) throws JMSException {
        requireWritable();
        values.add(Conversion.field(value));
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return read(Conversion::toBoolean);
    }

    @Override
    public byte readByte() throws JMSException {
        return read(Conversion::toByte);
    }

    @Override
    public short readShort() throws JMSException {
        return read(Conversion::toShort);
    }

    @Override
    public char readChar() throws JMSException {
        return read(Conversion::toChar);
    }

    @Override
    public int readInt() throws JMSException {
        return read(Conversion::toInt);
    }

    @Override
    public long readLong() throws JMSException {
        return read(Conversion::toLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return read(Conversion::toFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return read(Conversion::toDouble);
    }

    @Override
    public String readString() throws JMSException {
        return read(Conversion::toText);
    }

    @Override
    public Object readObject() throws JMSException {
        return read(Conversion::field);
    }

    /** Reads an array in pieces, the last of which is shorter than the buffer, or -1. */
    @Override
    public int readBytes(byte[] buffer) throws JMSException {
        requireReadable();
        if (position >= values.size()) {
            throw endOfBody();
        }
        byte[] array = Conversion.sharedBytes(values.get(position));
        int from = Math.max(arrayPosition, 0);
        if (array == null || (arrayPosition > 0 && from == array.length)) {
            position++;
            arrayPosition = -1;
            return -1;
        }
        int count = Math.min(buffer.length, array.length - from);
        System.arraycopy(array, from, buffer, 0, count);
        if (count < buffer.length) {
            position++;
            arrayPosition = -1;
        } else {
            arrayPosition = from + count;
        }
        return count;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write(value);
    }

    @Override
    public void writeString(String value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        write(Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        write(value);
    }
}
