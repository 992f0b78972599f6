package io.penstock.broker.feed;

/** Counts the records that are with consumers, including those whose disposition is on its way to the journal. */
public final class Holding {

    public int records;
}
