package io.penstock.broker.limit;

import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.RateLimitedCount;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The limits of one destination, and what is on its way into it: that counts as if it waited already, from before it is
 * appended until it is in the journal and its subscriptions count it. Whoever may enter is decided by {@link Limiter}.
 */
public final class DestinationLimits {

    private final LocalDestination destination;
    private final AtomicLong messagesOnTheWay = new AtomicLong();
    private final AtomicLong bytesOnTheWay = new AtomicLong();
    private final LongAdder discarded = new LongAdder();

    private final RateLimitedCount telling = new RateLimitedCount();
    private volatile Limits limits;

    /** Those who wait for room, in the order of their coming. Guarded by the limiter's lock. */
    private final ArrayDeque<RoomRequest> queue = new ArrayDeque<>();

    /** Whether there are any; read without the lock. */
    private volatile boolean isWaitedFor;

    private volatile Limiter limiter;

    public DestinationLimits(LocalDestination destination, Limits limits) {
        this.destination = destination;
        this.limits = limits;
    }

    LocalDestination destination() {
        return destination;
    }

    Limits limits() {
        return limits;
    }

    /** Others hold from now on. */
    public void limits(Limits other) {
        limits = other;
    }

    boolean discardsOldest() {
        return limits.overflow() == Overflow.DISCARD_OLDEST;
    }

    void reserve(long messages, long bytes) {
        messagesOnTheWay.addAndGet(messages);
        bytesOnTheWay.addAndGet(bytes);
    }

    void release(long messages, long bytes) {
        messagesOnTheWay.addAndGet(-messages);
        bytesOnTheWay.addAndGet(-bytes);
    }

    /** Whether that many more fit for every subscription that counts. */
    boolean hasRoom(long messages, long bytes) {
        return Arrays.stream(destination.protectedEngines()).allMatch(engine -> over(engine, messages, bytes) == null);
    }

    /** By how many messages and bytes a subscription would have too much; null if it would not. */
    public long[] over(SubscriptionEngine engine, long messages, long bytes) {
        var now = limits;
        // What is on the way first: as it arrives, it is seen twice rather than not at all.
        long moreMessages = messagesOnTheWay.get() + messages;
        long moreBytes = bytesOnTheWay.get() + bytes;
        var backlog = engine.backlog();
        long overMessages = now.maxMessages() == 0 ? 0 : backlog.waitingMessages() + moreMessages - now.maxMessages();
        long overBytes = now.maxBytes() == 0 ? 0 : backlog.waitingBytes() + moreBytes - now.maxBytes();
        return overMessages > 0 || overBytes > 0 ? new long[] {overMessages, overBytes} : null;
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
                messages + messagesOnTheWay.get() + destination.depth(),
                bytes + bytesOnTheWay.get() + Math.max(0, destination.depthBytes()),
                advice);
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
    void enqueue(RoomRequest entrance, Limiter by) {
        limiter = by;
        queue.add(entrance);
        isWaitedFor = true;
    }

    /** Under the limiter's lock. */
    void dequeue(RoomRequest entrance) {
        if (queue.peek() == entrance) {
            queue.poll();
        } else {
            queue.remove(entrance);
        }
        isWaitedFor = !queue.isEmpty();
    }

    /** There may be room. Told on a dispatch loop. */
    public void roomMade() {
        if (isWaitedFor) {
            limiter.letIn(this);
        }
    }

    /** As {@link #roomMade}, told by a thread that must not append: the journal's writer, above all. */
    public void tellRoomMade() {
        if (isWaitedFor) {
            var engines = destination.engines();
            if (engines.isEmpty()) {
                limiter.deserted(this);
            } else {
                engines.get(0).context().deliver(LoopCall.of(this::roomMade));
            }
        }
    }
}
