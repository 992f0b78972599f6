package io.penstock.broker.record;

import io.penstock.Destination;
import io.penstock.Headers;
import io.penstock.PenstockException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Checks the headers that mean something to Jakarta Messaging, whoever sets them: a value that its consumers could not
 * read is refused where it is sent.
 */
final class JmsHeaders {

    static final String PREFIX = "JMS";

    private static final String PROPERTY_TYPES = "JMSPropertyTypes";
    private static final Set<String> KINDS = Set.of("message", "text", "bytes", "map", "stream", "object");
    private static final Set<String> TYPES = Set.of("z", "b", "s", "i", "l", "f", "d", "n");

    /** The fields of a message, which would be ignored as headers. */
    private static final Map<String, String> FIELDS = Map.of(
            "JMSMessageID", "id",
            "JMSTimestamp", "timestamp",
            "JMSPriority", "priority",
            "JMSExpiration", "time to live",
            "JMSDeliveryTime", "delivery time",
            "JMSDestination", "destination",
            "JMSRedelivered", "number of deliveries, which only the broker knows");

    private JmsHeaders() {}

    /** Describes what is wrong with a header whose name begins as those do; null if nothing is. */
    static String problem(Headers.Header header, Headers all) {
        String name = header.name();
        return switch (name) {
            case "JMSCorrelationID" -> null; // any bytes
            case "JMSType", "JMS_penstock_origin" -> isText(header.value()) ? null : "is no UTF-8";
            case "JMSMessageKind" ->
                KINDS.contains(header.text())
                        ? null
                        : said(header) + ": use message, text, bytes, map, stream or object";
            case "JMSDeliveryMode" ->
                header.text().equals("1") || header.text().equals("2")
                        ? null
                        : said(header) + ": use 1 (NON_PERSISTENT) or 2 (PERSISTENT)";
            case "JMSReplyTo" -> isDestination(header.text()) ? null : said(header) + ": use queue:NAME or topic:NAME";
            case PROPERTY_TYPES -> typesProblem(header.text(), all);
            default -> otherProblem(name);
        };
    }

    private static String otherProblem(String name) {
        if (name.startsWith("JMSX") || name.startsWith("JMS_")) {
            return null;
        }
        String field = FIELDS.get(name);
        return field == null
                ? "is none that Jakarta Messaging knows: its names begin with JMS, choose another"
                : "is no header, but the message's " + field;
    }

    private static String said(Headers.Header header) {
        String text = header.text();
        return "is '" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "'";
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isDestination(String text) {
        if (!text.startsWith("queue:") && !text.startsWith("topic:")) {
            return false;
        }
        String name = text.substring(text.indexOf(':') + 1);
        try {
            return Destination.isTemporary(name) || Destination.queue(name).build() != null;
        } catch (PenstockException.InvalidConfiguration e) {
            return false;
        }
    }

    private static String typesProblem(String text, Headers all) {
        if (text.isEmpty()) {
            return null;
        }
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            String type = entry.substring(equals + 1);
            if (equals < 1 || !TYPES.contains(type)) {
                return "has '" + entry + "': use name=type, with z, b, s, i, l, f, d or n for the type";
            }
            String property = entry.substring(0, equals);
            String value = all.get(property);
            if (value != null && !isOf(type, value)) {
                return "says type '" + type + "' for '" + property + "', which does not have such a value";
            }
        }
        return null;
    }

    private static boolean isOf(String type, String value) {
        // Java takes the digits of every script, other readers do not.
        if (value.chars().anyMatch(c -> c >= 0x80)) {
            return !"bsilfd".contains(type);
        }
        try {
            return switch (type) {
                case "b" -> Byte.valueOf(value) != null;
                case "s" -> Short.valueOf(value) != null;
                case "i" -> Integer.valueOf(value) != null;
                case "l" -> Long.valueOf(value) != null;
                case "f" -> Float.valueOf(value) != null;
                case "d" -> Double.valueOf(value) != null;
                default -> true;
            };
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
