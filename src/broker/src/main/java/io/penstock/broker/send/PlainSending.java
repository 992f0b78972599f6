package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.JournalException;

import java.util.concurrent.CompletableFuture;

/** One message without id, number or copies. A sender that waits may write it in its own thread, and needs no stage. */
final class PlainSending extends RoutedAppend implements Sending<Receipt> {

    private PreparedMessage prepared;

    /** The stage of the receipt; null if the sender waits. */
    private final CompletableFuture<Receipt> stage;

    private volatile PenstockException failure;

    private PlainSending(PreparedMessage prepared, boolean waits) {
        super(prepared.forced());
        this.prepared = prepared;
        stage = waits ? null : new CompletableFuture<>();
    }

    /**
     * Hands a message to the log.
     *
     * @param waits whether the sender waits for it
     * @throws PenstockException.Overloaded if the sender does not wait, and too much is queued
     */
    static Sending<Receipt> begin(PreparedMessage message, RoutedLog log, boolean waits) {
        var sending = new PlainSending(message, waits);
        if (!waits) {
            log.tryAppend(sending);
            sending.tellEarly();
        } else if (message.isWaitedFor()) {
            log.appendAndWait(sending);
        } else {
            log.append(sending);
        }
        return sending;
    }

    /** Completes the stage early, because nobody waits for a message that does not outlive the process. */
    private void tellEarly() {
        if (!prepared.isWaitedFor()) {
            stage.complete(prepared.receipt(Receipt.UNKNOWN_OFFSET));
        }
    }

    @Override
    protected boolean route() {
        prepared = prepared.now();
        addRecord(prepared.to().id(), prepared.record());
        return true;
    }

    @Override
    public Receipt await() {
        if (failure != null) {
            throw failure;
        }
        return prepared.receipt(prepared.isWaitedFor() ? offset(0) : Receipt.UNKNOWN_OFFSET);
    }

    @Override
    public CompletableFuture<Receipt> stage() {
        return stage;
    }

    @Override
    public void durable() {
        if (stage != null) {
            stage.complete(prepared.receipt(offset(0)));
        }
    }

    @Override
    public void failed(JournalException cause) {
        failure = Outcomes.refused(cause);
        if (stage != null) {
            stage.completeExceptionally(failure);
        }
    }
}
