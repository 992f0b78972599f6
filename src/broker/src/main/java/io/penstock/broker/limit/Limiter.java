package io.penstock.broker.limit;

import io.penstock.PenstockException;
import io.penstock.Times;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.Ticks;
import io.penstock.broker.loop.Timekeeper;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Admits appends into destinations that have limits, as far as there is room: into all that an append is for, or into
 * none. Appends that have to wait are admitted in the order of coming, destination by destination, so that nobody is
 * overtaken. It is safe for any thread; a destination without limits never comes here.
 */
public final class Limiter implements Timekeeper.Task {

    /** Sends that wait for room: a sender that bounds what it has on its way stays far below. */
    static final int MAX_WAITING = 10_000;

    /** The most bytes of the messages that wait for room; as many as usually wait for the journal. */
    static final long MAX_WAITING_BYTES = 64L << 20;

    private static final String WAIT_OR_RAISE =
            "Send it again when some have been settled, add consumers, or raise the limit.";

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final Ticks ticks;
    private final Duration maxWait;

    /**
     * The requests in the order of their deadlines, since all wait equally long. Those that are over are removed when
     * their turn comes.
     */
    private final ArrayDeque<RoomRequest> timed = new ArrayDeque<>();

    /** The limits of destinations that are gone. */
    private final Queue<DestinationLimits> deserted = new ConcurrentLinkedQueue<>();

    private Runnable wake = () -> {};
    private int waiting;
    private long waitingBytes;

    /** The number of those who wait until others are settled. */
    private int waitingForSettlements;

    private boolean closed;

    /** @param maxWait of blocking senders */
    public Limiter(InstantSource clock, Duration maxWait) {
        this.clock = clock;
        ticks = Ticks.of(clock);
        this.maxWait = maxWait;
    }

    /** The outcome of one look at the destinations of an append. */
    private enum Verdict {
        ROOM,
        REJECT,
        WAIT,
        DISCARD
    }

    /**
     * Asks for room.
     *
     * @return null if the request has to wait: then it is told how that ends
     * @throws PenstockException.LimitReached if there is none, and it may not wait
     * @throws PenstockException.Overloaded if too many wait
     */
    public ReservedRoom enter(RoomRequest request) {
        return enter(request, Alarms.NEVER);
    }

    private ReservedRoom enter(RoomRequest request, long deadlineMillis) {
        var later = new ArrayList<Runnable>();
        lock.lock();
        try {
            if (closed) {
                throw new PenstockException.Unavailable("The broker is closed.");
            }
            requirePossible(request.demand);
            boolean isBehind = request.demand.parts().stream()
                    .anyMatch(part -> !part.to.queue().isEmpty());
            var verdict = verdict(request.demand);
            if (verdict == Verdict.ROOM && !isBehind) {
                request.demand.reserve();
                return new ReservedRoom(request.demand, List.of());
            }
            boolean isStuck = isBehind && waitingForSettlements > 0 && !request.mayBeBehindOthers();
            if (verdict == Verdict.REJECT || isStuck || !request.mayWait && isFull(request.demand, isBehind)) {
                throw reached(request.demand, WAIT_OR_RAISE);
            }
            enqueue(request, deadlineMillis);
            advance(request, later);
        } finally {
            lock.unlock();
        }
        later.forEach(Runnable::run);
        if (deadlineMillis != Alarms.NEVER) {
            wake.run();
        }
        return null;
    }

    /**
     * Has a request admitted: at once if there is room, or else when there is.
     *
     * @param waits whether the calling thread waits for that, and admits it itself; if it does not, whoever makes room
     *     does, or the request is told why there will be none
     * @throws PenstockException.LimitReached if there is none, and the request may not wait or has waited for too long
     * @throws PenstockException.Overloaded if too many wait
     */
    public void submit(RoomRequest request, boolean waits) {
        var room = waits ? await(request.demand, request.mayWait) : enter(request);
        if (room != null) {
            var after = request.admitted(room);
            if (after != null) {
                after.run();
            }
        }
    }

    /**
     * Room for what the broker itself brings, which does not wait for others to be settled.
     *
     * @return null if none is needed
     * @throws PenstockException.LimitReached if there is none
     */
    public ReservedRoom atOnce(Demand demand) {
        return demand.isEmpty() ? null : await(demand, false);
    }

    /**
     * Asks for room as {@link #enter} does, and waits. If others must be settled first, it waits for at most the time
     * that is configured.
     */
    public ReservedRoom await(Demand demand, boolean mayWait) {
        var waiter = new Waiter(demand, mayWait);
        var room = enter(waiter, mayWait ? Times.sum(elapsedMillis(), Times.millis(maxWait)) : Alarms.NEVER);
        return room == null ? Outcomes.await(waiter.room) : room;
    }

    /**
     * Room for what a prepared transaction promises to bring, whenever its end comes. Nothing is thrown away for a
     * promise: where the oldest are, the next who enters makes up for it.
     */
    public ReservedRoom promise(Demand demand) {
        lock.lock();
        try {
            requirePossible(demand);
            if (isFull(demand, true)) {
                throw reached(demand, WAIT_OR_RAISE);
            }
            return ReservedRoom.forced(demand);
        } finally {
            lock.unlock();
        }
    }

    private static final class Waiter extends RoomRequest {

        private final CompletableFuture<ReservedRoom> room = new CompletableFuture<>();

        private Waiter(Demand demand, boolean mayWait) {
            super(demand, mayWait);
        }

        @Override
        public Runnable admitted(ReservedRoom entered) {
            room.complete(entered);
            return null;
        }

        @Override
        public void refused(PenstockException cause) {
            room.completeExceptionally(cause);
        }
    }

    private static void requirePossible(Demand demand) {
        for (var part : demand.parts()) {
            if (part.to.isTooMuch(part.messages, part.bytes)) {
                throw part.to.reached(
                        part.messages, part.bytes, "It is more than ever fits: send less at once, or raise the limit.");
            }
        }
    }

    private static Verdict verdict(Demand demand) {
        var verdict = Verdict.ROOM;
        for (var part : demand.parts()) {
            if (part.to.hasRoom(part.messages, part.bytes)) {
                continue;
            }
            switch (part.to.limits().overflow()) {
                case REJECT -> {
                    return Verdict.REJECT;
                }
                case BLOCK -> verdict = Verdict.WAIT;
                case DISCARD_OLDEST -> verdict = verdict == Verdict.WAIT ? verdict : Verdict.DISCARD;
            }
        }
        return verdict;
    }

    /** Whether it would have to wait for others to be settled. */
    private static boolean isFull(Demand demand, boolean isBehind) {
        return demand.parts().stream()
                .filter(part -> !part.to.discardsOldest())
                .anyMatch(
                        part -> isBehind && !part.to.queue().isEmpty() || !part.to.hasRoom(part.messages, part.bytes));
    }

    private static PenstockException.LimitReached reached(Demand demand, String advice) {
        var full = demand.parts().stream()
                .filter(part -> !part.to.hasRoom(part.messages, part.bytes))
                .findFirst()
                .orElse(demand.parts().get(0));
        return full.to.reached(full.messages, full.bytes, advice);
    }

    private void enqueue(RoomRequest request, long deadlineMillis) {
        long bytes = request.demand.bytes();
        if (waiting >= MAX_WAITING || waitingBytes + bytes > MAX_WAITING_BYTES) {
            throw new PenstockException.Overloaded("Nothing was written: " + waiting + " sends with " + waitingBytes
                    + " bytes wait for room in full destinations; at most " + MAX_WAITING + " with " + MAX_WAITING_BYTES
                    + " bytes may. Wait for some of those, then send it again.");
        }
        waiting++;
        waitingBytes += bytes;
        request.needsSettlements = request.demand.parts().stream().anyMatch(part -> !part.to.discardsOldest());
        waitingForSettlements += request.needsSettlements ? 1 : 0;
        request.demand.parts().forEach(part -> part.to.enqueue(request, this));
        if (deadlineMillis != Alarms.NEVER) {
            request.deadlineMillis = deadlineMillis;
            timed.add(request);
        }
    }

    private void leave(RoomRequest request) {
        request.isOver = true;
        waiting--;
        waitingBytes -= request.demand.bytes();
        waitingForSettlements -= request.needsSettlements ? 1 : 0;
        request.demand.parts().forEach(part -> part.to.dequeue(request));
    }

    /** Admits requests that wait for a destination, because there may be room. */
    void letIn(DestinationLimits limits) {
        var later = new ArrayList<Runnable>();
        lock.lock();
        try {
            var first = limits.queue().peek();
            if (first != null) {
                advance(first, later);
            }
        } finally {
            lock.unlock();
        }
        later.forEach(Runnable::run);
    }

    /** Admits all requests that can be, beginning with that one. The lock must be held. */
    private void advance(RoomRequest first, List<Runnable> later) {
        var next = new ArrayDeque<RoomRequest>();
        next.add(first);
        while (!next.isEmpty()) {
            var request = next.poll();
            if (!request.isOver && request.asked == 0 && request.isFirst() && hasLeft(request, later)) {
                request.demand.parts().stream()
                        .map(part -> part.to.queue().peek())
                        .filter(each -> each != null)
                        .forEach(next::add);
            }
        }
    }

    private boolean hasLeft(RoomRequest request, List<Runnable> later) {
        var verdict = verdict(request.demand);
        if (verdict == Verdict.ROOM) {
            leave(request);
            request.demand.reserve();
            var after = request.admitted(new ReservedRoom(request.demand, List.copyOf(request.discarding)));
            if (after != null) {
                later.add(after);
            }
        } else if (verdict == Verdict.REJECT || verdict == Verdict.WAIT && !request.mayWait) {
            refuse(request, reached(request.demand, WAIT_OR_RAISE), later);
        } else if (verdict == Verdict.DISCARD && request.wasAsked) {
            refuse(
                    request,
                    reached(request.demand, "What is there is with consumers or prepared, and cannot be discarded."),
                    later);
        } else if (verdict == Verdict.DISCARD) {
            // Room may have been made since; then nobody is asked, and it is looked at again.
            return !ask(request) && hasLeft(request, later);
        } else {
            return false;
        }
        return true;
    }

    private void refuse(RoomRequest request, PenstockException cause, List<Runnable> later) {
        leave(request);
        request.discarding.forEach(Discarding::undone);
        later.add(() -> request.refused(cause));
    }

    /** Asks the subscriptions that have too much for what may be thrown away. Under the lock. */
    private boolean ask(RoomRequest request) {
        var asking = new ArrayList<Asking>();
        for (var part : request.demand.parts()) {
            for (var waiting : part.to.destination().waiting()) {
                if (part.to.discardsOldest() && part.to.isOver(waiting, part.messages, part.bytes)) {
                    asking.add(new Asking(request, part, waiting));
                }
            }
        }
        request.asked = asking.size();
        request.wasAsked = request.asked > 0;
        asking.forEach(each -> each.from()
                .shed(each.part().to, each.part().messages, each.part().bytes, found -> answered(each, found)));
        return request.wasAsked;
    }

    /** A subscription that is asked for messages that may be thrown away. */
    private record Asking(RoomRequest request, Demand.Part part, Waiting from) {}

    private void answered(Asking asking, List<RecordPosition> places) {
        var found = places.isEmpty() ? null : new Discarding(asking.from(), asking.part().to, places);
        answered(asking.request(), found);
    }

    private void answered(RoomRequest request, Discarding discarding) {
        var later = new ArrayList<Runnable>();
        lock.lock();
        try {
            if (discarding != null) {
                request.discarding.add(discarding);
            }
            request.asked--;
            if (request.isOver && discarding != null) {
                discarding.undone();
            }
            advance(request, later);
        } finally {
            lock.unlock();
        }
        later.forEach(Runnable::run);
    }

    /** The time by ticks: a sender waits no longer because the clock was set back. */
    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(ticks.nanos());
    }

    /** Tells blocking senders whose patience is at its end. */
    @Override
    public long turn() {
        for (var gone = deserted.poll(); gone != null; gone = deserted.poll()) {
            turnAway(
                    queueOf(gone),
                    new PenstockException.UnknownDestination(gone.destination().name()));
        }
        var later = new ArrayList<Runnable>();
        long next = Alarms.NEVER;
        lock.lock();
        try {
            long now = elapsedMillis();
            for (var first = timed.peek(); first != null; first = timed.peek()) {
                if (!first.isOver && first.deadlineMillis > now) {
                    next = clock.millis() + first.deadlineMillis - now;
                    break;
                }
                timed.poll();
                if (!first.isOver) {
                    var parts = first.demand.parts();
                    refuse(first, reached(first.demand, "It waited for " + maxWait + ". " + WAIT_OR_RAISE), later);
                    parts.stream()
                            .map(part -> part.to.queue().peek())
                            .filter(each -> each != null)
                            .forEach(each -> advance(each, later));
                }
            }
        } finally {
            lock.unlock();
        }
        later.forEach(Runnable::run);
        return next;
    }

    @Override
    public void wakeBy(Runnable action) {
        wake = action;
    }

    /** The destination is gone: who waits for it waits in vain. Told by the journal's writer, which must not wait. */
    void deserted(DestinationLimits limits) {
        deserted.add(limits);
        wake.run();
    }

    private List<RoomRequest> queueOf(DestinationLimits limits) {
        lock.lock();
        try {
            return List.copyOf(limits.queue());
        } finally {
            lock.unlock();
        }
    }

    private void turnAway(List<RoomRequest> requests, PenstockException cause) {
        var later = new ArrayList<Runnable>();
        lock.lock();
        try {
            requests.stream().filter(each -> !each.isOver).forEach(each -> refuse(each, cause, later));
        } finally {
            lock.unlock();
        }
        later.forEach(Runnable::run);
    }

    /** Closes the limiter: nobody is admitted any more. */
    public void close(Iterable<? extends Bounded> destinations) {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        for (var destination : destinations) {
            var limits = destination.limits();
            if (limits != null) {
                turnAway(queueOf(limits), new PenstockException.Unavailable("The broker is closed."));
            }
        }
    }

    @Override
    public String toString() {
        return "senders that wait for room";
    }
}
