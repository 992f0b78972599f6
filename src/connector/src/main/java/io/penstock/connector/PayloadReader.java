package io.penstock.connector;

import io.penstock.Message;
import io.penstock.connector.payload.JsonPayloads;
import io.penstock.connector.payload.LibraryFormat;
import io.penstock.connector.payload.PayloadTypes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Reads bodies and keys into the types that consumers take: bytes, text, the message itself, or an object from JSON.
 */
@ApplicationScoped
class PayloadReader {

    private final JsonPayloads json;

    @Inject
    PayloadReader(JsonPayloads json) {
        this.json = json;
    }

    /** Lets the container make a proxy. */
    PayloadReader() {
        this(null);
    }

    /** Whether messages can be read into that type. */
    boolean canRead(Type type) {
        if (type instanceof ParameterizedType record && record.getRawType() == PenstockRecord.class) {
            return canReadKey(record.getActualTypeArguments()[0]) && canRead(record.getActualTypeArguments()[1]);
        }
        return type == Message.class
                || type == byte[].class
                || type == Buffer.class
                || type == JsonObject.class
                || type == JsonArray.class
                || PayloadTypes.isReadable(type);
    }

    /** Whether messages can be read into that type, or into its arguments if it is a {@code KeyedMulti<K, V>}. */
    boolean canReadDeclared(Type type) {
        if (!PayloadTypes.isKeyed(type)) {
            return canRead(type);
        }
        return type instanceof ParameterizedType keyed
                && canReadKey(keyed.getActualTypeArguments()[0])
                && canRead(PayloadTypes.payloadOf(keyed.getActualTypeArguments()[1]));
    }

    /** Whether messages can be grouped by keys of that type: arrays are equal to themselves alone. */
    boolean canReadKey(Type type) {
        return type == Buffer.class || !PayloadTypes.raw(type).isArray() && PayloadTypes.isReadable(type);
    }

    /**
     * Reads the body of a message.
     *
     * @return the payload; null if the message has no body, unless the message itself is asked for
     * @throws UnreadablePayloadException if the body is not what that type needs
     */
    Object read(Message message, Type type) {
        if (type == Message.class) {
            return message;
        }
        if (type instanceof ParameterizedType record && record.getRawType() == PenstockRecord.class) {
            var arguments = record.getActualTypeArguments();
            return new PenstockRecord<>(readKey(message, arguments[0]), read(message, arguments[1]));
        }
        byte[] body = message.body();
        if (body == null || type == byte[].class || type == Object.class) {
            return body;
        }
        try {
            return parse(body, type);
        } catch (Exception | Error e) {
            // Deserializers and constructors of the application may throw anything.
            throw new UnreadablePayloadException(
                    "The body of message " + message.id() + " (" + body.length + " bytes) is no "
                            + LibraryFormat.of(PayloadTypes.raw(type)).label() + " for " + type.getTypeName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private Object parse(byte[] body, Type type) throws Exception {
        var format = LibraryFormat.of(PayloadTypes.raw(type));
        if (format != LibraryFormat.JSON) {
            return format.read(body, PayloadTypes.raw(type));
        }
        if (type == String.class) {
            return new String(body, StandardCharsets.UTF_8);
        }
        if (type == Buffer.class) {
            return Buffer.buffer(body);
        }
        if (type == JsonObject.class) {
            return new JsonObject(Buffer.buffer(body));
        }
        return type == JsonArray.class ? new JsonArray(Buffer.buffer(body)) : json.read(body, type);
    }

    /**
     * Reads the key of a message. Text is taken as it is, also for ids and constants of enums; other classes are read
     * from JSON, numbers among them.
     *
     * @return the key; null if the message has none
     * @throws UnreadablePayloadException if the key is not what that type needs
     */
    Object readKey(Message message, Type type) {
        byte[] key = message.key();
        if (key == null || type == byte[].class) {
            return key;
        }
        var text = message.keyText();
        try {
            if (type == String.class || type == Object.class) {
                return text;
            }
            if (type == Buffer.class) {
                return Buffer.buffer(key);
            }
            if (type == UUID.class) {
                return UUID.fromString(text);
            }
            return json.read(PayloadTypes.raw(type).isEnum() ? quoted(text) : key, type);
        } catch (RuntimeException | Error e) {
            throw new UnreadablePayloadException(
                    "The key '" + text + "' of message " + message.id() + " is no " + type.getTypeName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static byte[] quoted(String text) {
        return ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
    }
}
