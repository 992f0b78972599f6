package io.penstock.broker.delivery;

import io.penstock.Subscription;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.record.RecordFilter;

/** A subscription of this broker: its number, its destination, and what is declared of it. Safe for any thread. */
public final class LocalSubscription {

    private final int id;
    private final LocalDestination destination;
    private volatile Subscription declared;

    /** What is declared of its filter, parsed. */
    private volatile RecordFilter wanted;

    /** A queue's subscription that nobody has declared yet: what cannot change later may still be chosen. */
    private volatile boolean implicit;

    /** @param id in the journal; negative for one that is not journaled */
    LocalSubscription(int id, LocalDestination destination, Subscription declared, boolean implicit) {
        this.id = id;
        this.destination = destination;
        this.declared = declared;
        this.implicit = implicit;
        wanted = RecordFilter.of(declared);
    }

    public int id() {
        return id;
    }

    public String name() {
        return declared.name();
    }

    public LocalDestination destination() {
        return destination;
    }

    /** With the policies of now. */
    public Subscription declared() {
        return declared;
    }

    public boolean isDurable() {
        return declared.durable();
    }

    public boolean isImplicit() {
        return implicit;
    }

    /** Which records it is to have. */
    public RecordFilter wanted() {
        return wanted;
    }

    /** Other policies hold from now on. */
    void redeclared(Subscription other) {
        declared = other;
        wanted = RecordFilter.of(other);
        implicit = false;
    }

    @Override
    public String toString() {
        return "subscription '" + name() + "' of '" + destination.name() + "'";
    }
}
