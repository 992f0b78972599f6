package io.penstock.broker.loop;

import java.util.List;
import java.util.PriorityQueue;

/** Keeps the actions that a dispatch loop has to run at certain times. It belongs to one thread. */
public final class Alarms {

    /** The time of an alarm that is not armed. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Superseded rings stay in the queue until their time; each is earlier than the one before, so they are few. */
    private final PriorityQueue<Ring> rings = new PriorityQueue<>();

    /** The number of cancelled rings that are kept: fewer are not worth a look through all rings. */
    private static final int KEPT_CANCELLED = 64;

    private int cancelled;

    private record Ring(long atMillis, Alarm alarm) implements Comparable<Ring> {
        @Override
        public int compareTo(Ring other) {
            return Long.compare(atMillis, other.atMillis);
        }
    }

    /** An action that can be armed for one time at once, the earliest that was asked for. */
    public static final class Alarm {
        private final Contained about;
        private Runnable action;
        private long atMillis = NEVER;

        /** @param about what is out of service if the action throws; null if nothing is */
        public Alarm(Contained about, Runnable action) {
            this.about = about;
            this.action = action;
        }
    }

    /** Calls at that time, unless it is armed for an earlier one already, or was cancelled. */
    public void arm(Alarm alarm, long atMillis) {
        if (alarm.action != null && atMillis < alarm.atMillis) {
            alarm.atMillis = atMillis;
            rings.add(new Ring(atMillis, alarm));
        }
    }

    /** Cancels an alarm. Its action is released at once, and its place before long. Null has no effect. */
    public void cancel(Alarm alarm) {
        if (alarm == null) {
            return;
        }
        alarm.atMillis = NEVER;
        alarm.action = null;
        cancelled++;
        if (cancelled > KEPT_CANCELLED && cancelled > rings.size() / 2) {
            rings.removeIf(ring -> ring.alarm.action == null);
            cancelled = 0;
        }
    }

    /** Rings that are not over. */
    int size() {
        return rings.size();
    }

    /** Calls whatever is due. */
    public void fire(long nowMillis) {
        while (nextMillis() <= nowMillis) {
            ring(rings.poll());
        }
    }

    /** Fires all alarms, because their times mean something else from now on. */
    void fireAll() {
        var all = List.copyOf(rings);
        rings.clear();
        for (var ring : all) {
            ring(ring);
        }
    }

    private static void ring(Ring ring) {
        if (ring.alarm.atMillis == ring.atMillis && ring.alarm.action != null) {
            ring.alarm.atMillis = NEVER;
            Containment.run(ring.alarm.about, ring.alarm.action);
        }
    }

    /** The time of the next alarm, or {@link #NEVER}. */
    public long nextMillis() {
        var next = rings.peek();
        return next == null ? NEVER : next.atMillis;
    }
}
