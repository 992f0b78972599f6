package io.penstock.jms.message;

import io.penstock.Headers;
import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.HeaderNames;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;

/** Holds the properties of a message: names that a selector can use, and values with their types (section 3.5). */
public final class MessageProperties {

    public static final String GROUP_ID = "JMSXGroupID";

    /** The property that an exchange takes as routing key, if that differs from the group. */
    static final String ROUTING_KEY = "penstock_routing_key";

    public static final String GROUP_SEQUENCE = "JMSXGroupSeq";
    public static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    private static final Set<String> SELECTOR_WORDS =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** The names of properties that the provider sets on a received message; they are not sent on with it. */
    private final Set<String> told = new HashSet<>();

    private boolean readOnly;

    Object get(String name) {
        return values.get(identifier(requireName(name)));
    }

    boolean contains(String name) {
        return name != null && values.containsKey(identifier(name));
    }

    /** The name of a property for a header of the broker, whose own name is no identifier. */
    private static String identifier(String header) {
        return header.startsWith(Headers.RESERVED_PREFIX) ? header.replace('-', '_') : header;
    }

    /** Sets a header that the broker has written on a received message, under a name that selectors can use. */
    void tell(String header, Object value) {
        var name = identifier(header);
        told.add(name);
        values.put(name, value);
    }

    /** Whether a property is sent with the message that has it. */
    boolean isSent(String name) {
        return !told.contains(name) && !name.equals(DELIVERY_COUNT) && !name.startsWith(Headers.RESERVED_PREFIX);
    }

    /** Names and values, in the order in which they were set. */
    public Map<String, Object> asMap() {
        return values;
    }

    void set(String name, Object value) throws JMSException {
        requireSelectorIdentifier(requireName(name));
        if (readOnly) {
            throw new MessageNotWriteableException(
                    "The properties of a received message are read-only: call clearProperties() first.",
                    ErrorCode.ILLEGAL_STATE.name());
        }
        requireTypeOfGroup(name, value);
        values.put(name, Conversion.property(value));
    }

    /** The properties of message groups have types of their own (section 3.5.9). */
    private static void requireTypeOfGroup(String name, Object value) throws JMSException {
        if (name.equals(GROUP_ID) && value != null && !(value instanceof String)) {
            throw Failures.format(GROUP_ID + " is a string, and not of the type "
                    + value.getClass().getSimpleName() + ".");
        }
        if (name.equals(GROUP_SEQUENCE) && value != null && !(value instanceof Integer)) {
            throw Failures.format(GROUP_SEQUENCE + " is an int, and not of the type "
                    + value.getClass().getSimpleName() + ".");
        }
    }

    /** Sets a property that the provider knows, without a check of name and state. */
    void provide(String name, Object value) {
        values.put(name, value);
    }

    void clear() {
        values.clear();
        told.clear();
        readOnly = false;
    }

    void makeReadOnly() {
        readOnly = true;
    }

    private static String requireName(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("A property needs a name.");
        }
        return name;
    }

    /** A name is an identifier of the selector language (section 3.8.1.1), and not one of the provider's. */
    private static void requireSelectorIdentifier(String name) throws JMSException {
        boolean identifier = Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().skip(1).allMatch(Character::isJavaIdentifierPart)
                && !SELECTOR_WORDS.contains(name.toUpperCase(Locale.ROOT));
        if (!identifier) {
            throw Failures.invalid("'" + name + "' is no valid property name: use a Java identifier that is no word of"
                    + " the selector language.");
        }
        if (!HeaderNames.isProperty(name)) {
            throw Failures.invalid("'" + name + "' is reserved: property names must not begin with JMS.");
        }
    }
}
