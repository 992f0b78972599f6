package io.penstock.broker.record;

import io.penstock.broker.filter.Fields;
import io.penstock.broker.filter.UntypedText;
import io.penstock.journal.record.LogRecord;

import java.nio.charset.StandardCharsets;

/**
 * Gives a filter the fields of a record, read from its headers without touching the body. Used by one thread.
 *
 * <p>A message that came through Jakarta Messaging says so in a header, and in another which of its properties are no
 * Strings: these have exactly the types that they were set with. What others sent is text, and counts as a number or
 * boolean where it is compared with one. A value that contradicts its own type is unknown.
 */
public final class MessageFields implements Fields {

    /** The message's key as text. Not a property, and nothing that a property could hide. */
    static final String KEY = "penstock_key";

    /**
     * The field for the routing key, by which exchanges route, and the one for the exchange that the message was sent
     * to.
     */
    static final String ROUTING_KEY = "penstock_routing_key";

    static final String EXCHANGE = "penstock_exchange";

    /** Headers of dead letters begin so, with hyphens, which no identifier can have. */
    private static final String DEAD_LETTER = "penstock_dl_";

    private static final byte[] KIND = encode("JMSMessageKind");
    private static final byte[] PROPERTY_TYPES = encode("JMSPropertyTypes");
    private static final String ID_PREFIX = "ID:";
    private static final String PERSISTENT = "PERSISTENT";
    private static final String NON_PERSISTENT = "NON_PERSISTENT";

    /** The number that the specification has for this delivery mode. */
    private static final String NON_PERSISTENT_CODE = "1";

    private static final char UNTYPED = 0;
    private static final char UNKNOWN_TYPE = '?';

    private final LogRecord record;
    private final Address address;
    private boolean typesRead;
    private boolean isTyped;
    private String types;

    /** @param address where the record lies; null if it has no place yet */
    public MessageFields(LogRecord record, Address address) {
        this.record = record;
        this.address = address;
    }

    @Override
    public Object value(String identifier) {
        return switch (identifier) {
            case "JMSMessageID" -> messageId();
            case "JMSTimestamp" -> record.timestampMillis();
            case "JMSPriority" -> MessageCodec.priority(record);
            case "JMSDeliveryMode" -> NON_PERSISTENT_CODE.equals(text(identifier)) ? NON_PERSISTENT : PERSISTENT;
            case "JMSCorrelationID", "JMSType" -> text(identifier);
            case KEY -> key();
            case ROUTING_KEY -> routingKey();
            case EXCHANGE -> text(MessageCodec.EXCHANGE);
            default -> identifier.startsWith(DEAD_LETTER) ? ofDeadLetter(identifier) : property(identifier);
        };
    }

    /**
     * The field of a dead letter that the broker has written, or a property of that name which somebody has copied from
     * one.
     */
    private Object ofDeadLetter(String identifier) {
        String text = text(identifier.replace('_', '-'));
        return text == null ? property(identifier) : new UntypedText(text);
    }

    /**
     * The message id as a Jakarta Messaging consumer gets it: section 3.4.3 asks for a prefix, which not every id has.
     */
    private String messageId() {
        String own = text(MessageCodec.ID);
        String id = own == null && address != null ? address.messageId(record.offset()) : own;
        return id == null || id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id;
    }

    private Object routingKey() {
        String text = text(MessageCodec.ROUTING_KEY);
        return text == null ? key() : text;
    }

    private Object key() {
        String text = decode(record.key());
        if (text != null && !typesRead) {
            readTypes(record.headers(KIND, PROPERTY_TYPES), 0);
        }
        return text == null || isTyped ? text : new UntypedText(text);
    }

    private Object property(String name) {
        String text;
        if (typesRead) {
            text = text(name);
        } else {
            byte[][] found = record.headers(encode(name), KIND, PROPERTY_TYPES);
            text = decode(found[0]);
            readTypes(found, 1);
        }
        if (text == null) {
            return null;
        }
        char type = types == null ? UNTYPED : typeOf(name);
        if (type == UNTYPED) {
            return isTyped ? text : new UntypedText(text);
        }
        try {
            return typed(text, type);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void readTypes(byte[][] found, int first) {
        isTyped = found[first] != null;
        types = decode(found[first + 1]);
        typesRead = true;
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

    private static byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String decode(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
