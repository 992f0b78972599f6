package io.penstock.jms.xa;

import io.penstock.PenstockException;

import javax.transaction.xa.XAException;

/** Turns failures into exceptions with the codes of XA; the message and the cause tell the details. */
final class XaFailures {

    private XaFailures() {}

    static XAException of(int code, String problem) {
        var failure = new XAException(problem);
        failure.errorCode = code;
        return failure;
    }

    private static XAException of(int code, String problem, Throwable cause) {
        var failure = of(code, problem + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    static XAException notBegun(BranchId id, RuntimeException cause) {
        int code = cause instanceof PenstockException.InvalidConfiguration
                ? XAException.XAER_INVAL
                : XAException.XAER_RMFAIL;
        return of(code, "Branch " + id + " has not begun", cause);
    }

    /**
     * The failure of a step that ends a branch. A broker that fails in the middle leaves open what has happened; any
     * other refusal says that nothing has.
     */
    static XAException notDone(BranchId id, RuntimeException wrapped) {
        var cause = PenstockException.causeOf(wrapped);
        if (!isRefusal(cause)) {
            return of(XAException.XAER_RMFAIL, "What became of branch " + id + " is open", cause);
        }
        int code = cause instanceof PenstockException.TransactionTimedOut
                ? XAException.XA_RBTIMEOUT
                : XAException.XA_RBROLLBACK;
        return of(code, "Branch " + id + " was rolled back", cause);
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof PenstockException && !(cause instanceof PenstockException.Unavailable);
    }

    /**
     * The failure of the end of a prepared branch.
     *
     * @param otherEnd the code if the branch has ended the other way
     * @param retry the code if the branch is prepared as before
     */
    static XAException notEnded(BranchId id, RuntimeException cause, int otherEnd, int retry) {
        if (cause instanceof PenstockException.UnknownTransaction) {
            return of(XAException.XAER_NOTA, "Branch " + id + " is not known", cause);
        }
        if (cause instanceof PenstockException.Conflict) {
            return of(otherEnd, "Branch " + id + " has ended", cause);
        }
        return of(isRefusal(cause) ? retry : XAException.XAER_RMFAIL, "Branch " + id + " has not ended", cause);
    }

    static XAException unavailable(RuntimeException cause) {
        return of(XAException.XAER_RMFAIL, "The broker does not answer", cause);
    }
}
