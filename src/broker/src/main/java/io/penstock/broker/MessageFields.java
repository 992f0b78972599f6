package io.penstock.broker;

import io.penstock.broker.filter.Fields;
import io.penstock.broker.filter.UntypedText;
import io.penstock.journal.record.LogRecord;

import java.nio.charset.StandardCharsets;

/**
 * What a filter may ask of a record, read from its headers without touching the body. Used by one thread.
 *
 * <p>A message that came through Jakarta Messaging says so in a header, and in another which of its properties are no
 * Strings: these have exactly the types that they were set with. What others sent is text, and counts as a number or
 * boolean where it is compared with one. A value that contradicts its own type is unknown.
 */
final class MessageFields implements Fields {

    /** The message's key as text. Not a property, and nothing that a property could hide. */
    static final String KEY = "penstock_key";

    private static final String KIND = "JMSMessageKind";
    private static final String PROPERTY_TYPES = "JMSPropertyTypes";
    private static final String ID_PREFIX = "ID:";
    private static final String PERSISTENT = "PERSISTENT";
    private static final String NON_PERSISTENT = "NON_PERSISTENT";

    /** As the specification numbers it. */
    private static final String NON_PERSISTENT_CODE = "1";

    /** Of a message that does not say (section 7.8). */
    private static final Integer DEFAULT_PRIORITY = 4;

    private static final char UNTYPED = 0;
    private static final char UNKNOWN_TYPE = '?';

    private final LogRecord record;
    private final PartitionLog log;
    private boolean headersRead;
    private boolean isTyped;
    private String types;

    MessageFields(LogRecord record, PartitionLog log) {
        this.record = record;
        this.log = log;
    }

    @Override
    public Object value(String identifier) {
        return switch (identifier) {
            case "JMSMessageID" -> messageId();
            case "JMSTimestamp" -> record.timestampMillis();
            case "JMSPriority" -> priority(text(identifier));
            case "JMSDeliveryMode" -> NON_PERSISTENT_CODE.equals(text(identifier)) ? NON_PERSISTENT : PERSISTENT;
            case "JMSCorrelationID", "JMSType" -> text(identifier);
            case KEY -> property(identifier, decode(record.key()));
            default -> property(identifier, text(identifier));
        };
    }

    /** As a Jakarta Messaging consumer is shown it: ids of the broker's making get the prefix that section 3.4.3 asks for. */
    private String messageId() {
        String own = text(MessageCodec.ID);
        String id = own == null ? log.messageId(record.offset()) : own;
        return id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id;
    }

    private static Integer priority(String text) {
        try {
            return text == null ? DEFAULT_PRIORITY : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private Object property(String name, String text) {
        if (text == null) {
            return null;
        }
        if (!headersRead) {
            isTyped = record.header(KIND) != null;
            types = text(PROPERTY_TYPES);
            headersRead = true;
        }
        char type = types == null || name.equals(KEY) ? UNTYPED : typeOf(name);
        if (type == UNTYPED) {
            return isTyped ? text : new UntypedText(text);
        }
        try {
            return typed(text, type);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Object typed(String text, char type) {
        return switch (type) {
            case 'z' -> Boolean.valueOf(text);
            case 'b' -> Byte.valueOf(text);
            case 's' -> Short.valueOf(text);
            case 'i' -> Integer.valueOf(text);
            case 'l' -> Long.valueOf(text);
            case 'f' -> Float.valueOf(text);
            case 'd' -> Double.valueOf(text);
            default -> null;
        };
    }

    /** Finds {@code name=type} between the commas. */
    private char typeOf(String name) {
        for (int at = types.indexOf(name); at >= 0; at = types.indexOf(name, at + 1)) {
            int equals = at + name.length();
            boolean begins = at == 0 || types.charAt(at - 1) == ',';
            if (begins && equals < types.length() && types.charAt(equals) == '=') {
                boolean ends = equals + 2 == types.length() || types.indexOf(',', equals) == equals + 2;
                return ends ? types.charAt(equals + 1) : UNKNOWN_TYPE;
            }
        }
        return UNTYPED;
    }

    private String text(String header) {
        return decode(record.header(header));
    }

    private static String decode(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
