package io.penstock.remote.wire;

import io.penstock.Durability;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.StoredMessage;
import io.penstock.spi.EngineMessage;
import io.penstock.spi.EngineReceipt;

import java.util.List;

/** How messages and what is known of them are written. */
public final class MessageCodecs {

    private static final Codec<Headers.Header> HEADER = Codec.of(
            (header, out) -> out.text(1, header.name()).bytes(2, header.value()),
            in -> new Headers.Header(in.text(1), in.bytes(2)));

    public static final Codec<Headers> HEADERS =
            Codec.of((headers, out) -> headers.forEach(header -> out.message(1, header, HEADER)), in -> headers(in, 1));

    public static final Codec<Message> MESSAGE = Codec.of(MessageCodecs::write, MessageCodecs::read);

    public static final Codec<StoredMessage> STORED = Codec.of(
            (stored, out) -> out.message(1, stored.message(), MESSAGE)
                    .number(2, stored.partition())
                    .number(3, stored.offset())
                    .flag(4, stored.parked()),
            in -> new StoredMessage(in.message(1, MESSAGE), in.integer(2), in.number(3), in.flag(4)));

    private static final Codec<Receipt> ALONE = Codec.of(MessageCodecs::writeReceipt, MessageCodecs::readReceipt);

    /** The receipts of other destinations have no others in turn. */
    public static final Codec<Receipt> RECEIPT = Codec.of(
            (receipt, out) -> {
                writeReceipt(receipt, out);
                out.messages(7, receipt.others(), ALONE);
            },
            in -> {
                var others = in.messages(7, ALONE);
                var receipt = readReceipt(in);
                return others.isEmpty() ? receipt : receipt.with(others);
            });

    public static final Codec<List<Receipt>> RECEIPTS = Codec.list(RECEIPT);

    private MessageCodecs() {}

    private static void write(Message message, Out out) {
        out.text(1, message.destination())
                .bytes(2, message.key())
                .bytes(3, message.body())
                .text(5, message.id())
                .flag(6, message.isIdGenerated())
                .time(7, message.timestamp())
                .time(8, message.deliverAt().orElse(null))
                .constant(9, message.durability().orElse(null))
                .numberOrNull(10, (long) message.priority())
                .time(11, message.expiresAt().orElse(null))
                .duration(12, message.timeToLive().orElse(null))
                .text(13, message.hasRoutingKey() ? message.routingKey() : null)
                .text(14, message.exchange().orElse(null));
        message.headers().forEach(header -> out.message(4, header, HEADER));
    }

    private static Message read(In in) {
        var builder = EngineMessage.to(in.text(1));
        var id = in.textOrNull(5);
        if (id != null && in.flag(6)) {
            builder.generatedId(id);
        } else {
            builder.id(id);
        }
        var priority = in.numberOrNull(10);
        var expiresAt = in.timeOrNull(11);
        builder.exchange(in.textOrNull(14))
                .key(in.bytesOrNull(2))
                .body(in.bytesOrNull(3))
                .headers(headers(in, 4))
                .timestamp(in.timeOrNull(7))
                .deliverAt(in.timeOrNull(8))
                .durability(in.constantOrNull(9, Durability.class))
                .priority(priority == null ? Message.DEFAULT_PRIORITY : in.integer(10))
                .routingKey(in.textOrNull(13));
        if (expiresAt != null) {
            builder.expiresAt(expiresAt);
        } else {
            builder.timeToLive(in.durationOrNull(12));
        }
        return builder.build();
    }

    private static Headers headers(In in, int field) {
        var headers = Headers.builder();
        in.messages(field, HEADER).forEach(header -> headers.set(header.name(), header.value()));
        return headers.build();
    }

    private static void writeReceipt(Receipt receipt, Out out) {
        out.text(1, receipt.messageId())
                .text(2, receipt.destination())
                .number(3, receipt.partition())
                .number(4, receipt.offset())
                .flag(5, receipt.isDiscarded())
                .flag(6, receipt.isDuplicate());
    }

    private static Receipt readReceipt(In in) {
        var receipt = in.flag(5)
                ? EngineReceipt.discarded(in.textOrNull(1), in.text(2))
                : EngineReceipt.of(in.textOrNull(1), in.text(2), in.integer(3), in.number(4));
        return in.flag(6) ? receipt.asDuplicate() : receipt;
    }

    /** About as many bytes as a message takes in a frame, and not fewer. */
    public static long size(Message message) {
        return OVERHEAD_BYTES + leastSize(message);
    }

    /** The bytes that the content of a message takes in a frame. */
    public static long leastSize(Message message) {
        byte[] key = message.key();
        byte[] body = message.body();
        long size = (key == null ? 0 : key.length) + (body == null ? 0 : body.length);
        for (var header : message.headers()) {
            size += HEADER_OVERHEAD_BYTES + header.name().length() + header.value().length;
        }
        return size;
    }

    /** Names, times and numbers of a message, at their longest in common use. */
    private static final int OVERHEAD_BYTES = 1_024;

    private static final int HEADER_OVERHEAD_BYTES = 16;
}
