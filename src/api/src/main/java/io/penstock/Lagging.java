package io.penstock;

/** What becomes of a durable subscription of a topic that is slower than the topic's retention. */
public enum Lagging {

    /** Messages that it has not settled are kept, whatever their age and the topic's size. */
    PROTECT,

    /** It loses them: they count as skipped, and it goes on with the oldest message that is left. */
    SKIP
}
