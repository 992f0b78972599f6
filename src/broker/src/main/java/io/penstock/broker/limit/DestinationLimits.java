package io.penstock.broker.limit;

import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.broker.loop.RateLimitedCount;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what is on its way into one destination with limits: that counts as if it waited already, from before it is
 * appended until it is in the journal and its subscriptions count it, and never twice. {@link Limiter} decides who may
 * enter.
 */
public final class DestinationLimits {

    private final Bounded destination;

    // Guarded by this object, together with the changes by which subscriptions count what has come.
    private long messagesOnTheWay;
    private long bytesOnTheWay;

    /**
     * What of that is in the journal, so that the subscriptions count it, and whose append has not been told so yet: it
     * is not to be counted twice. Never more than what is on the way.
     */
    private long messagesLanded;

    private long bytesLanded;

    private final LongAdder discarded = new LongAdder();

    private final RateLimitedCount telling = new RateLimitedCount();
    private volatile Limits limits;

    /** Whether the destination is deleted: who looks at its limits from then on has found it before. */
    private volatile boolean isDeleted;

    /** The requests that wait for room, in the order of their coming. The limiter's lock guards it. */
    private final ArrayDeque<RoomRequest> queue = new ArrayDeque<>();

    /** Whether there are any; read without the lock. */
    private volatile boolean isWaitedFor;

    private volatile Limiter limiter;

    public DestinationLimits(Bounded destination, Limits limits) {
        this.destination = destination;
        this.limits = limits;
    }

    Bounded destination() {
        return destination;
    }

    Limits limits() {
        return limits;
    }

    /**
     * The destination is being deleted, and its subscriptions, which say what waits, are about to go. Whoever comes too
     * late is to be told: it was full, and does not get room because nobody counts any more.
     */
    public void deleted() {
        isDeleted = true;
    }

    /** Changes the limits. */
    public void limits(Limits other) {
        limits = other;
    }

    boolean discardsOldest() {
        return limits.overflow() == Overflow.DISCARD_OLDEST;
    }

    synchronized void reserve(long messages, long bytes) {
        messagesOnTheWay += messages;
        bytesOnTheWay += bytes;
    }

    /** What was on the way does not come. */
    synchronized void release(long messages, long bytes) {
        messagesOnTheWay -= messages;
        bytesOnTheWay -= bytes;
        messagesLanded = Math.min(messagesLanded, messagesOnTheWay);
        bytesLanded = Math.min(bytesLanded, bytesOnTheWay);
    }

    /** What was on the way has come, and its append is told so. */
    synchronized void arrived(long messages, long bytes) {
        messagesLanded = Math.max(0, messagesLanded - messages);
        bytesLanded = Math.max(0, bytesLanded - bytes);
        release(messages, bytes);
    }

    /**
     * Something is in the journal. Told by the journal's writer.
     *
     * @param count has the subscriptions count it
     */
    public synchronized void landed(long messages, long bytes, Runnable count) {
        count.run();
        messagesLanded = Math.min(messagesLanded + messages, messagesOnTheWay);
        bytesLanded = Math.min(bytesLanded + bytes, bytesOnTheWay);
    }

    /** Nothing that has landed until now was on its way: recovery has told it. */
    public synchronized void recovered() {
        messagesLanded = 0;
        bytesLanded = 0;
    }

    private synchronized long messagesNotLanded() {
        return messagesOnTheWay - messagesLanded;
    }

    private synchronized long bytesNotLanded() {
        return bytesOnTheWay - bytesLanded;
    }

    /** Whether that many more fit for every subscription that counts. */
    boolean hasRoom(long messages, long bytes) {
        if (isDeleted && limits.overflow() == Overflow.REJECT) {
            return false;
        }
        for (var waiting : destination.waiting()) {
            if (isOver(waiting, messages, bytes)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a subscription would have too much with so many more. */
    public synchronized boolean isOver(Waiting waiting, long messages, long bytes) {
        var now = limits;
        long moreMessages = messagesNotLanded() + messages;
        long moreBytes = bytesNotLanded() + bytes;
        long overMessages = now.maxMessages() == 0 ? 0 : waiting.messages() + moreMessages - now.maxMessages();
        long overBytes = now.maxBytes() == 0 ? 0 : waiting.bytes() + moreBytes - now.maxBytes();
        return overMessages > 0 || overBytes > 0;
    }

    /** Whether it could never fit, however long one waits. */
    boolean isTooMuch(long messages, long bytes) {
        var now = limits;
        return now.maxMessages() > 0 && messages > now.maxMessages() || now.maxBytes() > 0 && bytes > now.maxBytes();
    }

    PenstockException.LimitReached reached(long messages, long bytes, String advice) {
        return new PenstockException.LimitReached(
                destination.name(),
                limits,
                messages + messagesNotLanded() + depth(),
                bytes + bytesNotLanded() + depthBytes(),
                advice);
    }

    /** The number of messages that wait for the subscription that has the most. */
    private long depth() {
        long most = 0;
        for (var waiting : destination.waiting()) {
            most = Math.max(most, waiting.messages());
        }
        return most;
    }

    /** The bytes that wait; 0 unless they are limited. Otherwise as {@link #depth}. */
    private long depthBytes() {
        long most = 0;
        for (var waiting : limits.maxBytes() == 0 ? new Waiting[0] : destination.waiting()) {
            most = Math.max(most, waiting.bytes());
        }
        return most;
    }

    void countDiscarded(long messages) {
        discarded.add(messages);
    }

    /** A full destination discards with every send: nobody wants to be told of each. */
    public RateLimitedCount telling() {
        return telling;
    }

    public long discarded() {
        return discarded.sum();
    }

    ArrayDeque<RoomRequest> queue() {
        return queue;
    }

    /** Under the limiter's lock. */
    void enqueue(RoomRequest request, Limiter by) {
        limiter = by;
        queue.add(request);
        isWaitedFor = true;
    }

    /** Under the limiter's lock. */
    void dequeue(RoomRequest request) {
        if (queue.peek() == request) {
            queue.poll();
        } else {
            queue.remove(request);
        }
        isWaitedFor = !queue.isEmpty();
    }

    /** Admits requests that wait, because there may be room. It is called on a dispatch loop. */
    public void roomMade() {
        if (isWaitedFor) {
            limiter.letIn(this);
        }
    }

    /** Does what {@link #roomMade} does, for a thread that must not append, above all the journal's writer. */
    public void tellRoomMade() {
        if (isWaitedFor) {
            if (!destination.deliver(this::roomMade)) {
                limiter.deserted(this);
            }
        }
    }
}
