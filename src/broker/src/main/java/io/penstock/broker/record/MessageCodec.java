package io.penstock.broker.record;

import io.penstock.Durability;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.Times;
import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.LogRecord;
import io.penstock.spi.EngineMessage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Messages as records of the log. Key, body, timestamp and headers are the record's; what a record has no place for
 * travels in reserved headers in front of the others:
 *
 * <pre>
 * penstock-id          the id, UTF-8; absent if the sender gave none
 * penstock-deliver-at  milliseconds since the epoch, 8 bytes, big-endian; absent for at once
 * penstock-target      the only subscription that the message is for, UTF-8; absent for all
 * penstock-priority    1 byte, 0 to 9; absent for 4
 * penstock-expires-at  milliseconds since the epoch, 8 bytes, big-endian; absent for never
 * penstock-volatile    the incarnation of the log that the message does not outlive, 4 bytes, big-endian, and the
 *                      generation of the temporary destination that it is for, 8 bytes, if it is one; absent for none
 * penstock-exchange    the exchange that the message came by, UTF-8; absent for none
 * penstock-routing-key what it was routed by, UTF-8; absent for the key
 * </pre>
 */
public final class MessageCodec {

    /** The header with the id. */
    public static final String ID = Headers.RESERVED_PREFIX + "id";

    static final String DELIVER_AT = Headers.RESERVED_PREFIX + "deliver-at";
    static final String TARGET = Headers.RESERVED_PREFIX + "target";

    static final String PRIORITY = Headers.RESERVED_PREFIX + "priority";
    static final String EXPIRES_AT = Headers.RESERVED_PREFIX + "expires-at";
    static final String VOLATILE = Headers.RESERVED_PREFIX + "volatile";
    static final String EXCHANGE = Headers.RESERVED_PREFIX + "exchange";
    static final String ROUTING_KEY = Headers.RESERVED_PREFIX + "routing-key";

    private static final byte[] ID_UTF8 = ID.getBytes(StandardCharsets.UTF_8);
    private static final byte[] VOLATILE_UTF8 = VOLATILE.getBytes(StandardCharsets.UTF_8);
    private static final byte[] DELIVER_AT_UTF8 = DELIVER_AT.getBytes(StandardCharsets.UTF_8);
    private static final byte[] PRIORITY_UTF8 = PRIORITY.getBytes(StandardCharsets.UTF_8);
    private static final byte[] EXPIRES_AT_UTF8 = EXPIRES_AT.getBytes(StandardCharsets.UTF_8);
    private static final byte[] TARGET_UTF8 = TARGET.getBytes(StandardCharsets.UTF_8);

    private MessageCodec() {}

    /** @param target the only subscription that it is for, or null for all */
    public static EncodedRecord encode(Message message, String target, long nowMillis) {
        return EncodedRecord.of(
                timestampMillis(message, nowMillis),
                message.key(),
                message.body(),
                headers(message, target, Lifetime.UNBOUNDED, nowMillis));
    }

    /** A message that does not outlive the process. */
    public static EncodedRecord encodeVolatile(Message message, Lifetime lifetime, long nowMillis) {
        return EncodedRecord.of(
                timestampMillis(message, nowMillis),
                message.key(),
                message.body(),
                headers(message, null, lifetime, nowMillis));
    }

    /** Adds a message for all subscriptions to a batch. */
    public static void encode(Message message, long nowMillis, BatchEncoder batch) {
        batch.add(
                timestampMillis(message, nowMillis),
                message.key(),
                message.body(),
                headers(message, null, Lifetime.UNBOUNDED, nowMillis));
    }

    private static long timestampMillis(Message message, long nowMillis) {
        return message.timestamp() == null ? nowMillis : message.timestamp().toEpochMilli();
    }

    private static EncodedRecord.HeaderSource headers(
            Message message, String target, Lifetime lifetime, long nowMillis) {
        byte[] id = message.id() == null ? null : message.id().getBytes(StandardCharsets.UTF_8);
        byte[] deliverAt = message.deliverAt()
                .map(at -> ByteBuffer.allocate(Long.BYTES)
                        .putLong(Times.ceilMillis(at))
                        .array())
                .orElse(null);
        byte[] targetName = target == null ? null : target.getBytes(StandardCharsets.UTF_8);
        byte[] expiresAt = expiresAt(message, nowMillis);
        boolean isUsual = message.priority() == Message.DEFAULT_PRIORITY
                && expiresAt == null
                && !lifetime.isBounded()
                && message.exchange().isEmpty()
                && !message.hasRoutingKey();
        if (isUsual
                && id == null
                && deliverAt == null
                && targetName == null
                && message.headers().isEmpty()) {
            return EncodedRecord.HeaderSource.NONE;
        }
        return sink -> {
            if (id != null) {
                sink.header(ID, id);
            }
            if (deliverAt != null) {
                sink.header(DELIVER_AT, deliverAt);
            }
            if (targetName != null) {
                sink.header(TARGET, targetName);
            }
            if (!isUsual) {
                unusual(message, expiresAt, lifetime, sink);
            }
            if (!message.headers().isEmpty()) {
                for (var header : message.headers()) {
                    sink.header(header.name(), header.value());
                }
            }
        };
    }

    private static void unusual(Message message, byte[] expiresAt, Lifetime lifetime, EncodedRecord.HeaderSink sink) {
        if (message.priority() != Message.DEFAULT_PRIORITY) {
            sink.header(PRIORITY, new byte[] {(byte) message.priority()});
        }
        if (expiresAt != null) {
            sink.header(EXPIRES_AT, expiresAt);
        }
        if (lifetime.isBounded()) {
            sink.header(VOLATILE, lifetime.toBytes());
        }
        message.exchange().ifPresent(name -> sink.header(EXCHANGE, name.getBytes(StandardCharsets.UTF_8)));
        if (message.hasRoutingKey()) {
            sink.header(ROUTING_KEY, message.routingKey().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] expiresAt(Message message, long nowMillis) {
        var at = message.expiresAt()
                .or(() -> message.timeToLive().map(ttl -> Times.sum(Instant.ofEpochMilli(nowMillis), ttl)));
        return at.map(instant -> ByteBuffer.allocate(Long.BYTES)
                        .putLong(Times.ceilMillis(instant))
                        .array())
                .orElse(null);
    }

    static Message decode(LogRecord record, Address address) {
        var message = builder(record, address);
        record.headers((name, value) -> {
            switch (name) {
                case ID -> message.id(new String(value, StandardCharsets.UTF_8));
                case DELIVER_AT -> message.deliverAt(Instant.ofEpochMilli(toMillis(value)));
                case PRIORITY -> message.priority(value[0]);
                case EXPIRES_AT -> message.expiresAt(Instant.ofEpochMilli(toMillis(value)));
                case VOLATILE -> message.durability(Durability.MEMORY);
                case EXCHANGE -> message.exchange(new String(value, StandardCharsets.UTF_8));
                case ROUTING_KEY -> message.routingKey(new String(value, StandardCharsets.UTF_8));
                case TARGET -> {}
                default -> message.header(name, value == null ? new byte[0] : value);
            }
        });
        return message.build();
    }

    /** Decodes a record without headers, as {@link #decode} does. */
    static Message decodePlain(LogRecord record, Address address) {
        return builder(record, address).build();
    }

    private static EngineMessage.Builder builder(LogRecord record, Address address) {
        var message = EngineMessage.to(address.destination()).generatedId(address.messageIds(), record.offset());
        message.key(record.key()).body(record.value()).timestamp(Instant.ofEpochMilli(record.timestampMillis()));
        return message;
    }

    static long deliverAtMillis(LogRecord record) {
        byte[] value = record.headers(DELIVER_AT_UTF8)[0];
        return value == null ? 0 : toMillis(value);
    }

    /** The time at which the message expires, since the epoch; {@link Long#MAX_VALUE} for never. */
    static long expiresAtMillis(LogRecord record) {
        byte[] value = record.headers(EXPIRES_AT_UTF8)[0];
        return value == null ? Long.MAX_VALUE : toMillis(value);
    }

    static int priority(LogRecord record) {
        byte[] value = record.headers(PRIORITY_UTF8)[0];
        return value == null ? Message.DEFAULT_PRIORITY : value[0];
    }

    static String target(LogRecord record) {
        byte[] value = record.headers(TARGET_UTF8)[0];
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    static Lifetime lifetime(LogRecord record) {
        return Lifetime.of(record.headers(VOLATILE_UTF8)[0]);
    }

    /** Whether its sender gave it an id. */
    public static boolean hasId(LogRecord record) {
        return record.hasHeaders() && record.headers(ID_UTF8)[0] != null;
    }

    /** Whether it was not to outlive the process that it was sent in. */
    public static boolean isVolatile(LogRecord record) {
        return record.hasHeaders() && lifetime(record).isBounded();
    }

    private static long toMillis(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }
}
