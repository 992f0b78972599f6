package io.penstock.broker.loop;

/**
 * Something that a dispatch loop works for and that may fail by itself: what it throws puts it out of service, and
 * nobody else.
 */
public interface Contained {

    /** Something of it threw, perhaps in the middle of a change. On its loop; must not throw in its turn. */
    void failed(Throwable cause);
}
