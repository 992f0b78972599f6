package io.penstock.broker.limit;

import io.penstock.broker.entry.EntryCodec;
import io.penstock.journal.frame.Append;

import java.util.List;

/**
 * The right of an append to enter destinations with limits. It ends when the append was written, or was given up: one
 * of the two, once.
 */
public final class ReservedRoom {

    private final Demand demand;
    private final List<Discarding> discarding;

    /** @param demand what is reserved */
    ReservedRoom(Demand demand, List<Discarding> discarding) {
        this.demand = demand;
        this.discarding = discarding;
    }

    /** Whatever the limits say: for what must not be lost. */
    public static ReservedRoom forced(Demand demand) {
        demand.reserve();
        return new ReservedRoom(demand, List.of());
    }

    /** Adds what settles the messages that are thrown away for it. */
    public void addTo(Append append) {
        discarding.forEach(each -> append.addEntry(EntryCodec.encode(each.settlement())));
    }

    /** The append is in the journal and applied. Called by the journal's writer. */
    public void happened() {
        discarding.forEach(Discarding::happened);
        demand.arrived();
    }

    /** Gives the room up, because the append was not written. Any thread may call this. */
    public void undone() {
        discarding.forEach(Discarding::undone);
        demand.release();
    }
}
