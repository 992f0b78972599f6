package io.penstock.broker.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The credit of one consumer of several subscriptions, which may belong to different loops. A member takes its share at
 * the beginning of a turn and gives back at its end what it had no use for. Who found none, or used up its share, waits
 * in line and is called when there is some: so all that have something get their turn. Safe for any thread.
 */
final class SharedCredit {

    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Set<Member> members = new HashSet<>();
    private final Set<Member> waiting = new LinkedHashSet<>();

    /** Called, and not come yet. */
    private final Set<Member> called = new LinkedHashSet<>();

    /** Shares of turns that go on. */
    private final Map<Member, Long> taken = new HashMap<>();

    private long credit;

    synchronized void join(Member member) {
        members.add(member);
    }

    void add(long more) {
        List<Member> next;
        synchronized (this) {
            credit = sum(credit, more);
            next = call();
        }
        next.forEach(Member::wake);
    }

    private static long sum(long one, long other) {
        return one > UNLIMITED - other ? UNLIMITED : one + other;
    }

    /** What was given to turns that go on is not given back any more. */
    synchronized void clear() {
        credit = 0;
        taken.clear();
    }

    /** What a member may hand out in this turn; {@link #endOfTurn} follows. */
    synchronized long take(Member member) {
        called.remove(member);
        waiting.remove(member);
        if (credit == UNLIMITED) {
            return UNLIMITED;
        }
        // Who was called has one coming to him: nobody who happens to pass by may take it.
        long free = credit - called.size();
        long share = free <= 0 ? 0 : Math.max(1, free / (1 + called.size() + waiting.size()));
        credit -= share;
        taken.put(member, share);
        return share;
    }

    /**
     * A turn is over.
     *
     * @param asked whether it took a share, even of nothing
     * @param left of that
     */
    void endOfTurn(Member member, boolean asked, long left) {
        List<Member> next;
        synchronized (this) {
            called.remove(member);
            if (taken.remove(member) != null) {
                credit = sum(credit, left);
            }
            if (asked && left == 0 && members.contains(member)) {
                waiting.add(member);
            }
            next = call();
        }
        next.forEach(Member::wake);
    }

    /** It will take no more. */
    void leave(Member member) {
        List<Member> next;
        synchronized (this) {
            members.remove(member);
            waiting.remove(member);
            called.remove(member);
            next = call();
        }
        next.forEach(Member::wake);
    }

    /** Who comes next, as far as the credit goes. */
    private List<Member> call() {
        if (waiting.isEmpty() || credit <= called.size()) {
            return List.of();
        }
        var next = new ArrayList<Member>();
        var line = waiting.iterator();
        while (line.hasNext() && credit > called.size()) {
            var member = line.next();
            line.remove();
            called.add(member);
            next.add(member);
        }
        return next;
    }
}
