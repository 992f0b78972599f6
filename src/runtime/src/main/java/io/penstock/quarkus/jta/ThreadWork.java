package io.penstock.quarkus.jta;

import io.penstock.jms.spec.ErrorCode;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.transaction.Status;

/**
 * Decides whether the work of a thread belongs to a JTA transaction, by the status of the transaction that the thread
 * is associated with. Work belongs to a transaction that is active. Work is outside of a transaction, and takes effect
 * at once, if the thread has none, and after a commit: then the thread runs what is to follow the commit, and nothing
 * is left that a roll-back could undo. With every other status work is refused until the thread is dissociated: another
 * thread may have rolled the transaction back, such as the one that watches time-outs, and this thread does not know.
 */
final class ThreadWork {

    private ThreadWork() {}

    /**
     * Whether work belongs to a transaction of that status.
     *
     * @throws IllegalStateRuntimeException if it may be done neither in the transaction nor outside of it
     */
    static boolean in(int status) {
        return switch (status) {
            case Status.STATUS_ACTIVE -> true;
            case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> false;
            case Status.STATUS_MARKED_ROLLBACK -> throw refused("is marked for roll-back", null);
            case Status.STATUS_ROLLING_BACK -> throw refused("is being rolled back", null);
            case Status.STATUS_ROLLEDBACK ->
                throw refused("was rolled back, by its time-out or by another thread", null);
            case Status.STATUS_PREPARING, Status.STATUS_PREPARED, Status.STATUS_COMMITTING ->
                throw refused("is being committed", null);
            default -> throw refused("is in an unknown state (" + status + ")", null);
        };
    }

    static IllegalStateRuntimeException refused(String state, Exception cause) {
        return new IllegalStateRuntimeException(
                "The JTA transaction of this thread " + state + " and takes nothing more, and outside of it nothing"
                        + " is sent or received either: end it first, or work in a transaction of its own"
                        + " (REQUIRES_NEW), or on another thread.",
                ErrorCode.ILLEGAL_STATE.name(),
                cause);
    }
}
