package io.penstock.broker.limit;

import io.penstock.PenstockException;
import io.penstock.broker.loop.Alarms;

import java.util.ArrayList;
import java.util.List;

/** An append that waits for room in destinations with limits. What it holds is guarded by the limiter's lock. */
public abstract class RoomRequest {

    final Demand demand;

    /** Whether it may wait until others have been settled; where the oldest are thrown away, it may in any case. */
    final boolean mayWait;

    /** The time until which it waits, by the ticks of the limiter. */
    long deadlineMillis = Alarms.NEVER;

    /** Loops that have been asked for what may be thrown away and have not answered. */
    int asked;

    boolean wasAsked;

    /** Whether messages have to be settled for it, as it was when it came; used while it waits. */
    boolean needsSettlements;

    boolean isOver;
    final List<Discarding> discarding = new ArrayList<>();

    public RoomRequest(Demand demand, boolean mayWait) {
        this.demand = demand;
        this.mayWait = mayWait;
    }

    /** Whether it may be behind others who wait until messages are settled; not if it holds consumers back. */
    public boolean mayBeBehindOthers() {
        return true;
    }

    /**
     * Is told that it may be written. It is called with the limiter's lock, so that nothing that comes later is written
     * before: it must not wait, and must not run code of others.
     *
     * @return what is to be done without the lock, or null
     */
    public abstract Runnable admitted(ReservedRoom room);

    /** Is told that it will not be written. It is called without the lock. */
    public abstract void refused(PenstockException cause);

    /** Whether it is the first wherever it waits. */
    boolean isFirst() {
        return demand.parts().stream().allMatch(part -> part.to.queue().peek() == this);
    }
}
