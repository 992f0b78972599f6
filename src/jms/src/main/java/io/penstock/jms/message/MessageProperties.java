package io.penstock.jms.message;

import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.HeaderNames;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;

/** Holds the properties of a message: names that a selector could use, and values with their types (section 3.5). */
public final class MessageProperties {

    public static final String GROUP_ID = "JMSXGroupID";

    /** The property that exchanges route by, if that is not the group. */
    static final String ROUTING_KEY = "penstock_routing_key";

    public static final String GROUP_SEQUENCE = "JMSXGroupSeq";
    public static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    private static final Set<String> SELECTOR_WORDS =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private boolean readOnly;

    Object get(String name) {
        return values.get(requireName(name));
    }

    boolean contains(String name) {
        return values.containsKey(name);
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
        values.put(name, Conversion.property(value));
    }

    /** Sets what the provider knows: checks neither name nor state. */
    void provide(String name, Object value) {
        values.put(name, value);
    }

    void clear() {
        values.clear();
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
