package io.penstock.broker.loop;

/**
 * A part that a dispatch loop works for, such as a subscription. A failure of its code puts this part out of service,
 * and no other.
 */
public interface Contained {

    /** Something of it threw, perhaps in the middle of a change. On its loop; must not throw in its turn. */
    void failed(Throwable cause);
}
