package io.penstock.broker.loop;

import java.util.List;
import java.util.PriorityQueue;

/** What a dispatch loop has to do at a certain time. Belongs to one thread. */
public final class Alarms {

    /** As a time at which something is due: there is none. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Superseded rings stay in the queue until their time; each is earlier than the one before, so they are few. */
    private final PriorityQueue<Ring> rings = new PriorityQueue<>();

    private record Ring(long atMillis, Alarm alarm) implements Comparable<Ring> {
        @Override
        public int compareTo(Ring other) {
            return Long.compare(atMillis, other.atMillis);
        }
    }

    /** Something that wants to be called; armed for one time at once, the earliest asked for. */
    public static final class Alarm {
        private final Runnable action;
        private long atMillis = NEVER;

        public Alarm(Runnable action) {
            this.action = action;
        }
    }

    /** Calls at that time, unless it is armed for an earlier one already. */
    public void arm(Alarm alarm, long atMillis) {
        if (atMillis < alarm.atMillis) {
            alarm.atMillis = atMillis;
            rings.add(new Ring(atMillis, alarm));
        }
    }

    /** Calls whatever is due. */
    public void fire(long nowMillis) {
        while (nextMillis() <= nowMillis) {
            var ring = rings.poll();
            if (ring.alarm.atMillis == ring.atMillis) {
                ring.alarm.atMillis = NEVER;
                ring.alarm.action.run();
            }
        }
    }

    /** Calls all: the times they are armed for mean something else from now on. */
    void fireAll() {
        var all = List.copyOf(rings);
        rings.clear();
        for (var ring : all) {
            if (ring.alarm.atMillis == ring.atMillis) {
                ring.alarm.atMillis = NEVER;
                ring.alarm.action.run();
            }
        }
    }

    /** When the next one is due, or {@link #NEVER}. */
    public long nextMillis() {
        var next = rings.peek();
        return next == null ? NEVER : next.atMillis;
    }
}
