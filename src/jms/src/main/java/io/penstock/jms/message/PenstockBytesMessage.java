package io.penstock.jms.message;

import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;

/** A message whose body is bytes, which are written and read as {@link java.io.DataOutput} does. */
final class PenstockBytesMessage extends PenstockMessage implements BytesMessage {

    private static final byte[] EMPTY = {};

    /** The body that is being read; it has no meaning while the body is write-only. */
    private byte[] content = EMPTY;

    /**
     * The stream for reading. It is made when it is first used, because it is larger than many a body, and most
     * messages are only written or only read.
     */
    private DataInputStream in;

    private ByteArrayOutputStream written;
    private DataOutputStream out;

    @FunctionalInterface
    private interface Reader<T> {
        T read() throws IOException;
    }

    @FunctionalInterface
    private interface Writer {
        void write() throws IOException;
    }

    @Override
    MessageKind kind() {
        return MessageKind.BYTES;
    }

    @Override
    byte[] encodedBody() {
        if (bodyReadOnly()) {
            return content;
        }
        return written == null ? EMPTY : written.toByteArray();
    }

    @Override
    void decodeBody(byte[] encoded) {
        content = encoded == null ? EMPTY : encoded;
        in = null;
    }

    @Override
    Object bodyValue() {
        byte[] body = encodedBody();
        return body.length == 0 ? null : body.clone();
    }

    @Override
    boolean fits(Object body, Class<?> wanted) {
        return body == null || wanted == byte[].class || wanted == Object.class;
    }

    /**
     * Reads the body and resets the message, as the Javadoc of the method asks for: it can be read from its beginning
     * afterwards.
     */
    @Override
    public <T> T getBody(Class<T> wanted) throws JMSException {
        reset();
        return super.getBody(wanted);
    }

    @Override
    void eraseBody() {
        decodeBody(EMPTY);
        written = null;
        out = null;
    }

    @Override
    public void reset() {
        decodeBody(encodedBody());
        bodyReadOnly(true);
    }

    /**
     * Reads a value. A read that fails leaves the position as it was, so that the value can be read as another type
     * (section 3.11.3).
     */
    private <T> T read(Reader<T> reader) throws JMSException {
        requireReadable();
        if (in == null) {
            in = new DataInputStream(new ByteArrayInputStream(content));
        }
        in.mark(content.length);
        try {
            return reader.read();
        } catch (IOException e) {
            rewindToMark();
            throw unreadable(e);
        }
    }

    private void rewindToMark() {
        try {
            in.reset();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private static JMSException unreadable(IOException e) {
        if (e instanceof EOFException) {
            return Failures.caused(
                    new MessageEOFException("The body has been read to its end.", ErrorCode.INVALID_MESSAGE.name()), e);
        }
        return Failures.format("The body cannot be read so: " + e.getMessage(), e);
    }

    private void write(Writer writer) throws JMSException {
        requireWritable();
        if (out == null) {
            written = new ByteArrayOutputStream();
            out = new DataOutputStream(written);
        }
        try {
            writer.write();
        } catch (IOException e) {
            throw Failures.format("The value cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public long getBodyLength() throws JMSException {
        requireReadable();
        return content.length;
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return read(() -> in.readBoolean());
    }

    @Override
    public byte readByte() throws JMSException {
        return read(() -> in.readByte());
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return read(() -> in.readUnsignedByte());
    }

    @Override
    public short readShort() throws JMSException {
        return read(() -> in.readShort());
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return read(() -> in.readUnsignedShort());
    }

    @Override
    public char readChar() throws JMSException {
        return read(() -> in.readChar());
    }

    @Override
    public int readInt() throws JMSException {
        return read(() -> in.readInt());
    }

    @Override
    public long readLong() throws JMSException {
        return read(() -> in.readLong());
    }

    @Override
    public float readFloat() throws JMSException {
        return read(() -> in.readFloat());
    }

    @Override
    public double readDouble() throws JMSException {
        return read(() -> in.readDouble());
    }

    @Override
    public String readUTF() throws JMSException {
        return read(() -> in.readUTF());
    }

    @Override
    public int readBytes(byte[] buffer) throws JMSException {
        return readBytes(buffer, buffer.length);
    }

    @Override
    public int readBytes(byte[] buffer, int length) throws JMSException {
        if (length < 0 || length > buffer.length) {
            throw new IndexOutOfBoundsException(length + " bytes do not fit a buffer of " + buffer.length);
        }
        return read(() -> in.read(buffer, 0, length));
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write(() -> out.writeBoolean(value));
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write(() -> out.writeByte(value));
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write(() -> out.writeShort(value));
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write(() -> out.writeChar(value));
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write(() -> out.writeInt(value));
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write(() -> out.writeLong(value));
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write(() -> out.writeFloat(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write(() -> out.writeDouble(value));
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        write(() -> out.writeUTF(value));
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        write(() -> out.write(value));
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        write(() -> out.write(value, offset, length));
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        if (value == null) {
            throw new NullPointerException("A bytes message cannot hold a null.");
        }
        var field = Conversion.field(value);
        write(() -> writeTyped(field));
    }

    private void writeTyped(Object value) throws IOException {
        if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Byte number) {
            out.writeByte(number);
        } else if (value instanceof Short number) {
            out.writeShort(number);
        } else if (value instanceof Character letter) {
            out.writeChar(letter);
        } else if (value instanceof Integer number) {
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeLong(number);
        } else if (value instanceof Float number) {
            out.writeFloat(number);
        } else if (value instanceof Double number) {
            out.writeDouble(number);
        } else if (value instanceof String text) {
            out.writeUTF(text);
        } else {
            out.write((byte[]) value);
        }
    }
}
