package io.penstock.remote;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.connection.SharedKey;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.MessageCodecs;
import io.penstock.remote.wire.RemoteCalls;
import io.penstock.spi.EngineReceipt;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends messages so that each is written once, though its answer may be lost. */
final class RemoteSending {

    private final ClientLink link;

    /** What the ids begin with that messages without one are given. */
    private final String prefix;

    RemoteSending(ClientLink link) {
        this.link = link;
        prefix = HexFormat.of().formatHex(SharedKey.nonce(), 0, 16) + "-";
    }

    Receipt send(Message message) {
        requireFits(message);
        var marked = mark(message);
        return ClientLink.await(start(message, marked, true));
    }

    CompletableFuture<Receipt> sendAsync(Message message) {
        try {
            requireFits(message);
            var marked = mark(message);
            return link.later(start(message, marked, false));
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Receipt> start(Message message, Message marked, boolean waits) {
        var call = RemoteCalls.SEND;
        byte[] fields = call.question().bytes(new HandOutCodecs.Sent(marked, waits));
        var pending = link.start(call, fields, repeat(marked), waits);
        boolean isOurs = message != marked;
        return pending.future().thenApply(receipt -> isOurs && pending.isRepeated() ? first(receipt) : receipt);
    }

    /** Our own repetition is no duplicate to whoever has sent once. */
    private static Receipt first(Receipt receipt) {
        return !receipt.isDuplicate() || receipt.isDiscarded()
                ? receipt
                : EngineReceipt.of(receipt.messageId(), receipt.destination(), receipt.partition(), receipt.offset())
                        .with(receipt.others());
    }

    /**
     * In one call, since the broker looks at all of them first. They get no marks, with which it would have to look at
     * each by itself.
     */
    CompletableFuture<List<Receipt>> sendAllAsync(List<Message> messages) {
        try {
            var all = List.copyOf(messages);
            if (all.isEmpty()) {
                return CompletableFuture.completedFuture(List.of());
            }
            long bytes = all.stream().mapToLong(MessageCodecs::leastSize).sum();
            if (bytes > limit()) {
                throw new PenstockException.InvalidMessage("Nothing was sent: the messages have " + bytes
                        + " bytes together, and the server takes " + limit() + ". Send fewer at once.");
            }
            boolean isMarked = all.stream().allMatch(RemoteSending::isMarked);
            var repeat = isMarked ? Repeat.MARKED : Repeat.WHERE_REMEMBERED;
            return link.later(link.start(RemoteCalls.SEND_ALL, all, repeat).future());
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * A message that a server that was started anew would know again. A generated id, as of Jakarta Messaging, is made
     * one that the broker looks at. A message that need not be kept gets no mark: the broker would have to write it
     * before it says that it has it.
     */
    private Message mark(Message message) {
        boolean isVolatile =
                message.durability().filter(Durability.MEMORY::equals).isPresent();
        if (isMarked(message) || isVolatile || !link.options().marksMessages) {
            return message;
        }
        String generated = message.id();
        return message.copy()
                .id(generated == null ? prefix + link.number() : generated)
                .build();
    }

    /** Whether the broker finds out that it has it already. */
    private static boolean isMarked(Message message) {
        return message.id() != null && !message.isIdGenerated();
    }

    private static Repeat repeat(Message message) {
        return isMarked(message) ? Repeat.MARKED : Repeat.WHERE_REMEMBERED;
    }

    /** @throws PenstockException.MessageTooLarge if the server does not take so much at once */
    void requireFits(Message message) {
        long bytes = MessageCodecs.size(message);
        if (bytes > limit()) {
            throw new PenstockException.MessageTooLarge(message.destination(), bytes, limit());
        }
    }

    private long limit() {
        return link.maxFrameBytes() - Frame.HEADER_BYTES;
    }
}
