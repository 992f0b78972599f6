package io.penstock.jms.message;

import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;

/** A message whose body is a set of names with typed values. */
final class PenstockMapMessage extends PenstockMessage implements MapMessage {

    private final Map<String, Object> values = new LinkedHashMap<>();

    @Override
    MessageKind kind() {
        return MessageKind.MAP;
    }

    @Override
    byte[] encodedBody() throws MessageFormatException {
        return FieldCodec.encodeMap(values);
    }

    @Override
    void decodeBody(byte[] encoded) throws MessageFormatException {
        values.putAll(FieldCodec.decodeMap(encoded));
    }

    @Override
    Object bodyValue() {
        if (values.isEmpty()) {
            return null;
        }
        var copy = new LinkedHashMap<>(values);
        copy.replaceAll((name, value) -> value instanceof byte[] bytes ? bytes.clone() : value);
        return copy;
    }

    /**
     * Whether the body is available as a type: as a {@code Map} or its supertypes, and not as the class of the map that
     * is used inside.
     */
    @Override
    boolean fits(Object body, Class<?> wanted) {
        return body == null || wanted == Map.class || wanted == Object.class;
    }

    @Override
    void eraseBody() {
        values.clear();
    }

    private Object get(String name) {
        return values.get(requireName(name));
    }

    private void set(String name, Object value) throws JMSException {
        requireWritable();
        values.put(requireName(name), Conversion.field(value));
    }

    private static String requireName(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("An entry of a map message needs a name.");
        }
        return name;
    }

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return Conversion.toBoolean(get(name));
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return Conversion.toByte(get(name));
    }

    @Override
    public short getShort(String name) throws JMSException {
        return Conversion.toShort(get(name));
    }

    @Override
    public char getChar(String name) throws JMSException {
        return Conversion.toChar(get(name));
    }

    @Override
    public int getInt(String name) throws JMSException {
        return Conversion.toInt(get(name));
    }

    @Override
    public long getLong(String name) throws JMSException {
        return Conversion.toLong(get(name));
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return Conversion.toFloat(get(name));
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return Conversion.toDouble(get(name));
    }

    @Override
    public String getString(String name) throws JMSException {
        return Conversion.toText(get(name));
    }

    @Override
    public byte[] getBytes(String name) throws JMSException {
        return Conversion.toBytes(get(name));
    }

    @Override
    public Object getObject(String name) throws JMSException {
        return Conversion.field(get(name));
    }

    @Override
    public Enumeration<String> getMapNames() {
        return Collections.enumeration(values.keySet().stream().toList());
    }

    @Override
    public boolean itemExists(String name) {
        return values.containsKey(name);
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setString(String name, String value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        set(name, Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void setObject(String name, Object value) throws JMSException {
        set(name, value);
    }
}
