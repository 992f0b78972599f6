package io.penstock.broker.loop;

/**
 * A part that a dispatch loop works for, such as a subscription. A failure of its code puts this part out of service,
 * and no other.
 */
public interface Contained {

    /** Is told that its code threw, perhaps in the middle of a change. It is called on its loop and must not throw. */
    void failed(Throwable cause);
}
