package io.penstock.quarkus.emitter;

import io.penstock.connector.stream.InFlight;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The messages that were emitted in one transaction. A channel takes them from its stream on whichever thread empties
 * it, which may be after the emitter has returned: the commit waits until the channel has put all of them into the
 * transaction, and does not happen if one cannot be put there. It is safe for use by any thread.
 */
final class EmittedMessages {

    /**
     * The time that the commit waits for messages that are on their way. In front of them are at most those for which
     * the channel has no receipt yet, and these take as long as the disk needs for them.
     */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private final Duration limit;
    private final InFlight onTheWay = new InFlight();
    private final AtomicReference<Throwable> refusal = new AtomicReference<>();
    private volatile boolean isCommitting;

    /** @param limit how long the commit waits at most */
    EmittedMessages(Duration limit) {
        this.limit = limit;
    }

    void emitted() {
        onTheWay.begin(1);
    }

    /** A message is in the transaction, or its sender has been told that it is not. */
    void arrived() {
        onTheWay.end();
    }

    /** A message cannot be put into the transaction, and its sender may not have noticed. */
    void refused(Throwable reason) {
        refusal.compareAndSet(null, reason);
    }

    /**
     * Waits for the messages that are on their way, before the transaction is committed.
     *
     * @throws IllegalStateException if one of them did not come, or was refused: the transaction is then rolled back
     */
    void beforeCommit() {
        isCommitting = true;
        requireAll();
    }

    /** Waits for a message that was emitted when the commit had begun already, by what runs before it. */
    void afterEmission() {
        if (isCommitting) {
            requireAll();
        }
    }

    private void requireAll() {
        if (!onTheWay.awaitDrained(limit)) {
            throw new IllegalStateException(onTheWay.count() + " messages that were emitted in this transaction did not"
                    + " come to their channel within " + limit.toSeconds() + " s: it is rolled back. The channel is"
                    + " blocked, or an interceptor has taken the metadata from a message.");
        }
        var reason = refusal.get();
        if (reason != null) {
            throw new IllegalStateException(
                    "A message that was emitted in this transaction was nacked, so it is rolled back: " + reason,
                    reason);
        }
    }
}
