package io.penstock.jms.message;

import io.penstock.jms.spec.Failures;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.jms.MessageFormatException;

/**
 * Encodes and decodes the bodies of map and stream messages. All numbers are big-endian.
 *
 * <pre>
 *   body    +---------+--------------+- - - - - - -+
 *           | version | count        | entries     |      version = 1
 *           | 1 byte  | 4 bytes      |             |
 *           +---------+--------------+- - - - - - -+
 *   entry   map: text name, then a value             stream: a value
 *   value   1 byte type, then
 *             0 null                  nothing         5 long     8 bytes
 *             1 boolean (0 or 1)      1 byte          6 float    4 bytes
 *             2 byte                  1 byte          7 double   8 bytes
 *             3 short                 2 bytes         8 char     2 bytes
 *             4 int                   4 bytes         9 String   text       10 byte[]  as text, any bytes
 *   text    4 bytes length, then that many bytes of UTF-8
 * </pre>
 */
final class FieldCodec {

    private static final byte VERSION = 1;

    private FieldCodec() {}

    static byte[] encodeMap(Map<String, Object> values) throws MessageFormatException {
        var out = new FieldWriter(VERSION, values.size());
        for (var entry : values.entrySet()) {
            out.text(entry.getKey());
            out.value(entry.getValue());
        }
        return out.toBytes();
    }

    static byte[] encodeStream(List<Object> values) throws MessageFormatException {
        var out = new FieldWriter(VERSION, values.size());
        for (var value : values) {
            out.value(value);
        }
        return out.toBytes();
    }

    static Map<String, Object> decodeMap(byte[] body) throws MessageFormatException {
        var values = new LinkedHashMap<String, Object>();
        decode(body, in -> values.put(text(in), value(in)));
        return values;
    }

    static List<Object> decodeStream(byte[] body) throws MessageFormatException {
        var values = new ArrayList<>();
        decode(body, in -> values.add(value(in)));
        return values;
    }

    @FunctionalInterface
    private interface Entry {
        void read(ByteBuffer in) throws MessageFormatException;
    }

    private static void decode(byte[] body, Entry entry) throws MessageFormatException {
        if (body == null || body.length == 0) {
            return;
        }
        var in = ByteBuffer.wrap(body);
        byte version = in.get();
        if (version != VERSION) {
            throw Failures.format("The body has format version " + version + "; known is " + VERSION + ".");
        }
        try {
            int count = in.getInt();
            for (int i = 0; i < count; i++) {
                entry.read(in);
            }
            if (count < 0 || in.hasRemaining()) {
                throw Failures.format(
                        "The body says " + count + " entries, and " + in.remaining() + " bytes are left.");
            }
        } catch (BufferUnderflowException e) {
            throw Failures.format("The body ends in the middle of an entry.", e);
        }
    }

    private static Object value(ByteBuffer in) throws MessageFormatException {
        byte type = in.get();
        return switch (type) {
            case 0 -> null;
            case 1 -> in.get() != 0;
            case 2 -> in.get();
            case 3 -> in.getShort();
            case 4 -> in.getInt();
            case 5 -> in.getLong();
            case 6 -> in.getFloat();
            case 7 -> in.getDouble();
            case 8 -> in.getChar();
            case 9 -> text(in);
            case 10 -> bytes(in);
            default -> throw Failures.format("The body has a value of the unknown type " + type + ".");
        };
    }

    private static String text(ByteBuffer in) throws MessageFormatException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in) throws MessageFormatException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw Failures.format("A value says " + length + " bytes, and " + in.remaining() + " are left.");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
