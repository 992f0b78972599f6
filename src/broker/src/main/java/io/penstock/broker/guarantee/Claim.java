package io.penstock.broker.guarantee;

import io.penstock.broker.entry.IdHash;
import io.penstock.broker.entry.RecordPosition;

import java.util.concurrent.CompletableFuture;

/**
 * The result of asking for a message id: either the right to send its message, or the place of the message that has it,
 * which has been sent or is on its way.
 */
public final class Claim {

    private final Deduplication of;
    private final IdHash id;
    private final Object owner;

    /** Completes with the place of the message when it is written; with null if the claim was given back. */
    public final CompletableFuture<RecordPosition> place;

    /** @param of null if there is nothing to give back: the message has been written */
    Claim(Deduplication of, IdHash id, Object owner, CompletableFuture<RecordPosition> place) {
        this.of = of;
        this.id = id;
        this.owner = owner;
        this.place = place;
    }

    /** Whether whoever asked is the one to send it. */
    public boolean isOf(Object asking) {
        return owner == asking;
    }

    IdHash id() {
        return id;
    }

    /** The message is durable there. */
    public void sent(RecordPosition there) {
        of.remove(this);
        place.complete(there);
    }

    /** The message was not sent; who waits for it hears why. */
    public void refused(Throwable cause) {
        of.remove(this);
        place.completeExceptionally(cause);
    }

    /** The message may be sent by anybody: who waits is told null, and asks again. */
    public void giveBack() {
        of.remove(this);
        place.complete(null);
    }
}
