package io.penstock.jms.message;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import jakarta.jms.MessageFormatException;

/** Writes typed values in the format that {@link FieldCodec} describes. */
final class FieldWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    FieldWriter(byte version, int entries) {
        write(() -> {
            out.writeByte(version);
            out.writeInt(entries);
        });
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** @throws MessageFormatException if the text has no UTF-8 form */
    void text(String text) throws MessageFormatException {
        bytes(WholeText.encode(text, "A name or value of the body"));
    }

    /**
     * @param value a value of a type that {@link Conversion#field} allows
     * @throws MessageFormatException if it is a String that has no UTF-8 form
     */
    void value(Object value) throws MessageFormatException {
        if (value instanceof String text) {
            write(() -> out.writeByte(9));
            text(text);
        } else {
            write(() -> typed(value));
        }
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void bytes(byte[] content) {
        write(() -> {
            out.writeInt(content.length);
            out.write(content);
        });
    }

    private void typed(Object value) throws IOException {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof Boolean flag) {
            out.writeByte(1);
            out.writeBoolean(flag);
        } else if (value instanceof Byte number) {
            out.writeByte(2);
            out.writeByte(number);
        } else if (value instanceof Short number) {
            out.writeByte(3);
            out.writeShort(number);
        } else if (value instanceof Integer number) {
            out.writeByte(4);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte(5);
            out.writeLong(number);
        } else if (value instanceof Float number) {
            out.writeByte(6);
            out.writeFloat(number);
        } else if (value instanceof Double number) {
            out.writeByte(7);
            out.writeDouble(number);
        } else if (value instanceof Character letter) {
            out.writeByte(8);
            out.writeChar(letter);
        } else {
            out.writeByte(10);
            bytes((byte[]) value);
        }
    }

    private static void write(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }
}
