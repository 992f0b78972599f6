package io.penstock.broker.share;

import io.penstock.broker.loop.Signal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares the credit of one consumer among several subscriptions, which may belong to different loops. The member of
 * each takes its share at the beginning of a turn and gives back at its end what it had no use for. A member that found
 * none, or used up its share, waits in line and is called when there is some, so that all that have something get their
 * turn. It is safe for any thread.
 */
public final class SharedCredit {

    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Set<Part> parts = new HashSet<>();
    private final Set<Part> waiting = new LinkedHashSet<>();

    /** The parts that were called and have not come yet. */
    private final Set<Part> called = new LinkedHashSet<>();

    /** Shares of turns that go on. */
    private final Map<Part, Long> taken = new HashMap<>();

    private long credit;

    /**
     * Adds the part of one member of a subscription.
     *
     * @param wanting is raised when it may take some
     */
    public synchronized Part join(Signal wanting) {
        var part = new Part(wanting);
        parts.add(part);
        return part;
    }

    /** The part of one member. */
    public final class Part {

        private final Signal wanting;

        private Part(Signal wanting) {
            this.wanting = wanting;
        }

        private void wake() {
            wanting.raise();
        }

        public boolean isOf(SharedCredit credit) {
            return credit == SharedCredit.this;
        }

        /** Takes what may be handed out in this turn; {@link #endOfTurn} follows. */
        public long take() {
            return SharedCredit.this.take(this);
        }

        /**
         * A turn is over.
         *
         * @param asked whether it took a share, even of nothing
         * @param left of that
         */
        public void endOfTurn(boolean asked, long left) {
            SharedCredit.this.endOfTurn(this, asked, left);
        }

        /** Leaves: it takes no more. */
        public void leave() {
            SharedCredit.this.leave(this);
        }
    }

    public void add(long more) {
        List<Part> next;
        synchronized (this) {
            credit = sum(credit, more);
            next = call();
        }
        next.forEach(Part::wake);
    }

    private static long sum(long one, long other) {
        return one > UNLIMITED - other ? UNLIMITED : one + other;
    }

    /** Takes away the credit. What was given to turns that go on is not given back any more. */
    public synchronized void clear() {
        credit = 0;
        taken.clear();
    }

    /** Whether none is left, and no turn may give some back. */
    public synchronized boolean isSpent() {
        return credit == 0 && taken.isEmpty();
    }

    private synchronized long take(Part part) {
        called.remove(part);
        waiting.remove(part);
        if (credit == UNLIMITED) {
            return UNLIMITED;
        }
        // A part that was called has one coming to it, which no other may take.
        long free = credit - called.size();
        long share = free <= 0 ? 0 : Math.max(1, free / (1 + called.size() + waiting.size()));
        credit -= share;
        taken.put(part, share);
        return share;
    }

    private void endOfTurn(Part part, boolean asked, long left) {
        List<Part> next;
        synchronized (this) {
            called.remove(part);
            if (taken.remove(part) != null) {
                credit = sum(credit, left);
            }
            if (asked && left == 0 && parts.contains(part)) {
                waiting.add(part);
            }
            next = call();
        }
        next.forEach(Part::wake);
    }

    private void leave(Part part) {
        List<Part> next;
        synchronized (this) {
            parts.remove(part);
            waiting.remove(part);
            called.remove(part);
            next = call();
        }
        next.forEach(Part::wake);
    }

    /** The parts that come next, as far as the credit goes. */
    private List<Part> call() {
        if (waiting.isEmpty() || credit <= called.size()) {
            return List.of();
        }
        var next = new ArrayList<Part>();
        var line = waiting.iterator();
        while (line.hasNext() && credit > called.size()) {
            var part = line.next();
            line.remove();
            called.add(part);
            next.add(part);
        }
        return next;
    }
}
