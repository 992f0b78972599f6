package io.penstock.broker.delivery;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Times;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.feed.FoundRecord;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.record.RecordView;
import io.penstock.broker.share.SharedCredit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A record that was handed to a consumer. Dispositions from any thread become commands; the mutable fields belong to
 * the subscription's loop.
 */
public final class LocalDelivery implements Delivery {

    final Settlements settlements;
    final PartitionFeed feed;
    final RecordView record;
    final long offset;

    /** What was known of the record before this hand-out, which it does not count. */
    Attempts before;

    /** Whether the journal counts this hand-out already. */
    final boolean marked;

    /**
     * The member that has the delivery; null for a record that becomes a dead letter without being handed out again.
     */
    final Member member;

    long handedOutAtMillis;

    /** Whether it was handed out before, or may have been. */
    private final boolean again;

    RecordState state;
    long leaseEndMillis = Alarms.NEVER;
    LocalDelivery previous;
    LocalDelivery next;

    /** Makes the delivery of a record that the feed has found. */
    LocalDelivery(
            Settlements settlements,
            PartitionFeed feed,
            FoundRecord found,
            Member member,
            boolean marked,
            long nowMillis) {
        this(
                settlements,
                feed,
                found.record(),
                found.before(),
                found.mayHaveBeenHandedOut(),
                member,
                marked,
                nowMillis);
    }

    /** Makes the delivery of a record that was claimed and is handed to nobody. */
    static LocalDelivery unhanded(Settlements settlements, PartitionFeed feed, RecordView record, long nowMillis) {
        var known = feed.progress.attempts(record.offset());
        return new LocalDelivery(settlements, feed, record, known, true, null, false, nowMillis);
    }

    private LocalDelivery(
            Settlements settlements,
            PartitionFeed feed,
            RecordView record,
            Attempts before,
            boolean again,
            Member member,
            boolean marked,
            long nowMillis) {
        this.settlements = settlements;
        this.feed = feed;
        this.member = member;
        this.marked = marked;
        this.record = record;
        offset = record.offset();
        this.before = before;
        this.again = again;
        handedOutAtMillis = nowMillis;
        state = member == null ? RecordState.AVAILABLE : RecordState.AVAILABLE.to(RecordState.ACQUIRED);
    }

    /** The clock was set by so much: its lease lasts as long as before. */
    void clockMoved(long millis) {
        before = before.moved(millis);
        handedOutAtMillis = Times.sum(handedOutAtMillis, millis);
        leaseEndMillis = leaseEndMillis == Alarms.NEVER ? leaseEndMillis : Times.sum(leaseEndMillis, millis);
    }

    /** What is known of the record, with this hand-out counted. */
    Attempts counted() {
        return member == null ? before : before.delivered(handedOutAtMillis);
    }

    /** The subscription that handed it out. */
    public LocalSubscription owner() {
        return settlements.subscription();
    }

    /** Whether it was handed to that consumer. */
    public boolean isOf(Member one) {
        return member == one;
    }

    /** Whether it was handed to a consumer with a part of that credit. */
    public boolean isOf(SharedCredit credit) {
        return member != null && member.takesFrom(credit);
    }

    /** The loop of that. */
    public LoopContext loop() {
        return settlements.loop();
    }

    PenstockException.LeaseLost leaseLost() {
        return new PenstockException.LeaseLost(owner().destination().name(), owner().name(), partition(), offset);
    }

    /** What is known of the record after it was handed out in vain, without a failure. */
    Attempts expired() {
        return counted().due(before.failed(), 0);
    }

    @Override
    public Message message() {
        return record.message();
    }

    @Override
    public String subscription() {
        return owner().name();
    }

    @Override
    public String consumer() {
        return member.options().name();
    }

    @Override
    public int partition() {
        return feed.index;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int attempt() {
        return before.failed() + 1;
    }

    @Override
    public int deliveries() {
        return before.deliveries() + 1;
    }

    @Override
    public boolean redelivered() {
        return again;
    }

    @Override
    public CompletionStage<Void> acceptAsync() {
        return submit(new Disposition.Accept(this));
    }

    @Override
    public void accept() {
        loop().submitAndWait(new Disposition.Accept(this));
    }

    @Override
    public void release(Duration delay, boolean countsAsAttempt) {
        Objects.requireNonNull(delay, "delay");
        loop().submitAndWait(new Disposition.Release(this, delay, countsAsAttempt));
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        if (delay == null) {
            return missing("delay");
        }
        return submit(new Disposition.Release(this, delay, countsAsAttempt));
    }

    @Override
    public void fail(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        loop().submitAndWait(new Disposition.Fail(this, failure));
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable failure) {
        if (failure == null) {
            return missing("failure");
        }
        return submit(new Disposition.Fail(this, failure));
    }

    @Override
    public void reject(DeadLetterReason reason, String description, Throwable failure) {
        Objects.requireNonNull(reason, "reason");
        loop().submitAndWait(new Disposition.Reject(this, new DeadLetterCause(reason, description, failure)));
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, Throwable failure) {
        if (reason == null) {
            return missing("reason");
        }
        return submit(new Disposition.Reject(this, new DeadLetterCause(reason, description, failure)));
    }

    @Override
    public CompletionStage<Void> rejectAsync(
            DeadLetterReason reason, String description, Throwable failure, Headers headers) {
        if (reason == null) {
            return missing("reason");
        }
        if (headers == null) {
            return missing("headers");
        }
        return submit(new Disposition.Reject(this, new DeadLetterCause(reason, description, failure, headers)));
    }

    @Override
    public void renew(Duration lease) {
        Objects.requireNonNull(lease, "lease");
        loop().submitAndWait(new Disposition.Renew(this, lease));
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        if (lease == null) {
            return missing("lease");
        }
        return submit(new Disposition.Renew(this, lease));
    }

    /**
     * A stage that failed because an argument is missing. A method that completes later reports every mistake by its
     * stage, where those see it who chain on it.
     */
    private static CompletionStage<Void> missing(String what) {
        return CompletableFuture.failedFuture(new NullPointerException(what));
    }

    private CompletionStage<Void> submit(Disposition disposition) {
        loop().submit(disposition);
        return disposition;
    }

    @Override
    public String toString() {
        return "Delivery[" + owner() + ", partition=" + feed.index + ", offset=" + offset + ", attempt=" + attempt()
                + ", deliveries=" + deliveries() + "]";
    }
}
