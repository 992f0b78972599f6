package io.penstock.connector;

import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Joins what became of one message with each of its subscribers. The worst decides: the message is accepted when all
 * have acked it, and nacked with the first failure otherwise. It is safe for use by any thread.
 */
final class SharedOutcome {

    private final Message<?> message;
    private final boolean ackWaits;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private int open;
    private Throwable failure;

    SharedOutcome(Message<?> message, int subscribers, boolean ackWaits) {
        this.message = message;
        this.ackWaits = ackWaits;
        open = subscribers;
    }

    /**
     * Notes what became of it with one subscriber. If acks wait for the settlement, this one waits for the other
     * subscribers too, since nothing is settled before.
     *
     * @param reason why it failed; null if it did not
     */
    CompletionStage<Void> end(Throwable reason) {
        boolean isLast;
        Throwable first;
        synchronized (this) {
            if (failure == null) {
                failure = reason;
            }
            first = failure;
            isLast = --open == 0;
        }
        if (isLast) {
            Outcomes.forward(first == null ? message.ack() : message.nack(first), settled);
        }
        return isLast || ackWaits ? settled : CompletableFuture.completedFuture(null);
    }
}
