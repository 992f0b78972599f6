package io.penstock.broker.send;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.limit.Limiter;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Sends messages: it prepares each, chooses the way that its promises need, and lets the caller wait or take a stage.
 * It is safe for any thread.
 */
public final class Sender {

    private final Preparation preparation;
    private final RoutedLog log;
    private final AtomicSender atomic;
    private final long maxTogetherBytes;

    /**
     * @param isLoop whether the calling thread is a dispatch loop, which must not wait for settlements
     * @param maxTogetherBytes of all messages that are written together
     */
    public Sender(
            Preparation preparation,
            RoutedLog log,
            Limiter limiter,
            InstantSource clock,
            BooleanSupplier isLoop,
            long maxTogetherBytes) {
        this.preparation = preparation;
        this.log = log;
        this.maxTogetherBytes = maxTogetherBytes;
        atomic = new AtomicSender(log, limiter, clock, isLoop);
    }

    public Receipt send(Message message) {
        return begin(message, true).await();
    }

    public CompletableFuture<Receipt> sendAsync(Message message) {
        try {
            return begin(message, false).stage();
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(
                    new PenstockException.InvalidMessage(message + " cannot be written: " + e));
        }
    }

    private Sending<Receipt> begin(Message message, boolean waits) {
        var prepared = preparation.prepare(message);
        return Way.of(prepared) == Way.PLAIN
                ? PlainSending.begin(prepared, log, waits)
                : atomic.send(List.of(prepared), waits).map(receipts -> receipts.get(0));
    }

    public CompletableFuture<List<Receipt>> sendAll(List<Message> messages) {
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        try {
            return switch (Way.of(messages, preparation)) {
                case TOGETHER -> sendTogether(messages);
                case ATOMIC -> sendAtomically(messages);
                case PLAIN, EACH -> sendEach(messages);
            };
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new PenstockException.InvalidMessage(
                    "These " + messages.size() + " messages cannot be written together: " + e));
        }
    }

    private CompletableFuture<List<Receipt>> sendTogether(List<Message> messages) {
        var sending = new BatchSending(messages, preparation, maxTogetherBytes);
        log.tryAppend(sending);
        // Exchanges lead into destinations with limits: who waits for room must be able to go elsewhere afterwards.
        return sending.needsRoom() ? sendAtomically(messages) : sending.stage();
    }

    private CompletableFuture<List<Receipt>> sendAtomically(List<Message> messages) {
        long bytes = 0;
        int records = 0;
        var prepared = new ArrayList<PreparedMessage>(messages.size());
        for (var message : messages) {
            var each = preparation.prepare(message);
            prepared.add(each);
            bytes += each.bytes();
            records += each.records();
            OutgoingBatches.requireFits(records, bytes, maxTogetherBytes);
        }
        return atomic.send(prepared, false).stage();
    }

    private CompletableFuture<List<Receipt>> sendEach(List<Message> messages) {
        var sends = messages.stream().map(this::sendAsync).toList();
        return CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new))
                .handle((sent, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(
                                sends.stream().map(CompletableFuture::join).toList());
                    }
                    return CompletableFuture.<List<Receipt>>failedFuture(PenstockException.causeOf(failure));
                })
                .thenCompose(result -> result);
    }
}
