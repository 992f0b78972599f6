package io.penstock;

/** A lagging policy says what becomes of a durable subscription that is slower than the retention of its topic. */
public enum Lagging {

    /** Messages that it has not settled are kept, whatever their age and the topic's size. */
    PROTECT,

    /** The subscription loses them: they count as skipped, and it goes on with the oldest message that is left. */
    SKIP
}
