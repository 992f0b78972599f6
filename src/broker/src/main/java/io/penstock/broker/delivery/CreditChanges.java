package io.penstock.broker.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Lists the members whose credit is another than the loop knows. Any thread adds to the list. The loop looks at it
 * when it has found a record and has not chosen a member for it, so that who had asked before a message was sent has a
 * part in it, even if the signal that wakes the loop is still on its way. A member is in the list once, however often
 * its credit changes.
 */
final class CreditChanges {

    private final Queue<Member> changed = new ConcurrentLinkedQueue<>();

    void add(Member member) {
        if (member.markChanged()) {
            changed.add(member);
        }
    }

    /** Takes all members off the list, and hands each to the action. The loop alone calls this. */
    void takeAll(Consumer<Member> action) {
        for (var member = changed.poll(); member != null; member = changed.poll()) {
            // Reset first: a change from here on adds the member again.
            member.resetChanged();
            action.accept(member);
        }
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }
}
