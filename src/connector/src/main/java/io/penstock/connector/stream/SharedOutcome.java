package io.penstock.connector.stream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Joins what became of one message with each of its subscribers. The worst decides: the message is accepted when all
 * have acked it, and nacked with the first failure otherwise. It is safe for use by any thread.
 */
public final class SharedOutcome {

    private final Message<?> message;
    private final boolean ackWaits;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private int open;
    private Throwable failure;
    private Metadata metadata;

    public SharedOutcome(Message<?> message, int subscribers, boolean ackWaits) {
        this.message = message;
        this.ackWaits = ackWaits;
        open = subscribers;
    }

    /**
     * Notes what became of it with one subscriber. If acks wait for the settlement, this one waits for the other
     * subscribers too, since nothing is settled before.
     *
     * @param reason why it failed; null if it did not
     * @param nackMetadata what was added to the nack; that of the first failure counts
     */
    public CompletionStage<Void> end(Throwable reason, Metadata nackMetadata) {
        boolean isLast;
        Throwable first;
        Metadata added;
        synchronized (this) {
            if (failure == null) {
                failure = reason;
                metadata = nackMetadata;
            }
            first = failure;
            added = metadata;
            isLast = --open == 0;
        }
        if (isLast) {
            Forwarding.forward(first == null ? message.ack() : message.nack(first, added), settled);
        }
        return isLast || ackWaits ? settled : CompletableFuture.completedFuture(null);
    }
}
