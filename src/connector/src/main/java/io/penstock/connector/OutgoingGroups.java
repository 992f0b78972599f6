package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.connector.spi.CallerTransaction;
import io.vertx.core.Context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends messages together, without waiting for more: the first goes to the broker at once, and what comes until its
 * receipt is there goes as one group then, in its order. Each has a receipt or a failure of its own, on the channel's
 * context. There are never more than a channel may have in flight. It is safe for use by any thread.
 */
final class OutgoingGroups {

    private final Broker broker;
    private final Context context;
    private final CallerTransaction transaction;
    private List<Pending> waiting = new ArrayList<>();
    private boolean isSending;

    OutgoingGroups(Broker broker, Context context, CallerTransaction transaction) {
        this.broker = broker;
        this.context = context;
        this.transaction = transaction;
    }

    /** A message on its way, and later what became of it. */
    private static final class Pending {

        private final Message message;
        private final CompletableFuture<Receipt> told = new CompletableFuture<>();
        private Receipt receipt;
        private Throwable failure;

        private Pending(Message message) {
            this.message = message;
        }

        /** Whether all or none of several such messages are written when they are sent together. */
        private boolean goesTogether() {
            return message.id() == null && message.durability().isEmpty();
        }

        private void end(Receipt accepted, Throwable problem) {
            receipt = accepted;
            failure = problem == null ? null : PenstockException.causeOf(problem);
        }

        private void tell() {
            if (failure == null) {
                told.complete(receipt);
            } else {
                told.completeExceptionally(failure);
            }
        }
    }

    /** Sends a message soon, or at once if the caller is in a transaction. The stage completes on the context. */
    CompletionStage<Receipt> send(Message message) {
        var pending = new Pending(message);
        if (transaction.isActive()) {
            sendOne(pending).whenComplete((sent, none) -> context.runOnContext(ignored -> pending.tell()));
            return pending.told;
        }
        synchronized (this) {
            waiting.add(pending);
            if (isSending) {
                return pending.told;
            }
            isSending = true;
        }
        sendWaiting();
        return pending.told;
    }

    private void sendWaiting() {
        List<Pending> group;
        synchronized (this) {
            if (waiting.isEmpty()) {
                isSending = false;
                return;
            }
            group = waiting;
            waiting = new ArrayList<>();
        }
        sendAll(group).whenComplete((sent, none) -> context.runOnContext(ignored -> {
            // The broker is busy with the next group while the senders of this one are told.
            sendWaiting();
            group.forEach(Pending::tell);
        }));
    }

    /** Hands a group over in its order: neighbours together where that is all or nothing, others each by itself. */
    private CompletableFuture<Void> sendAll(List<Pending> group) {
        var stages = new ArrayList<CompletionStage<Void>>();
        for (int from = 0; from < group.size(); ) {
            int to = from + 1;
            while (group.get(from).goesTogether()
                    && to < group.size()
                    && group.get(to).goesTogether()) {
                to++;
            }
            var neighbours = group.subList(from, to);
            stages.add(neighbours.size() == 1 ? sendOne(neighbours.get(0)) : sendTogether(neighbours));
            from = to;
        }
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Void> sendOne(Pending pending) {
        CompletionStage<Receipt> sent;
        try {
            sent = broker.sendAsync(pending.message);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle((receipt, failure) -> {
            pending.end(receipt, failure);
            return null;
        });
    }

    /** If the broker refuses them together, nothing was written, and each is sent by itself to find the one at fault. */
    private CompletionStage<Void> sendTogether(List<Pending> neighbours) {
        CompletionStage<List<Receipt>> sent;
        try {
            sent = broker.sendAllAsync(neighbours.stream().map(each -> each.message).toList());
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle((receipts, failure) -> {
                    if (failure == null) {
                        for (int i = 0; i < receipts.size(); i++) {
                            neighbours.get(i).end(receipts.get(i), null);
                        }
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    if (PenstockException.causeOf(failure) instanceof PenstockException.Unavailable) {
                        // Nobody knows what was written; sending again could write it twice.
                        neighbours.forEach(each -> each.end(null, failure));
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    return CompletableFuture.allOf(neighbours.stream()
                            .map(each -> sendOne(each).toCompletableFuture())
                            .toArray(CompletableFuture<?>[]::new));
                })
                .thenCompose(result -> result);
    }
}
