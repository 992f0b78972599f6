package io.penstock.jms.xa;

import io.penstock.Broker;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import jakarta.jms.IllegalStateRuntimeException;

/**
 * The XA resource of one session. It knows which branch the session's work belongs to, and ends any branch of the
 * broker. Prepared branches survive the process, and any resource of the broker, of this process or a later one, may
 * end them. It is safe for any thread.
 */
public class BranchResource implements XAResource {

    private static final Xid[] NONE = new Xid[0];

    private final Broker broker;
    private final OpenBranches open;
    private Duration timeout = Duration.ZERO;

    /** The branch that the session works in, and its identifier; both are null outside of a branch. */
    private volatile Branch branch;

    private BranchId current;

    /** The thread that works in the branch, or did in the last one. */
    private Thread worker;

    /** A branch that another thread has ended, while the thread that works here may not know it; else null. */
    private volatile Branch endedElsewhere;

    public BranchResource(Broker broker) {
        this.broker = Objects.requireNonNull(broker, "broker");
        open = OpenBranches.of(broker);
    }

    /**
     * The branch that work belongs to now, or null if it is outside of one.
     *
     * @throws IllegalStateRuntimeException if another thread has ended the branch and it is not committed: work that
     *     went on outside of it would keep what its roll-back was to undo. This lasts until the thread that began the
     *     branch ends it too, or until the resource begins another one
     */
    public final Branch branch() {
        var found = branch;
        if (found == null) {
            var ended = endedElsewhere;
            if (ended != null) {
                ended.requireNotRolledBack();
            }
        }
        return found;
    }

    @Override
    public final synchronized void start(Xid xid, int flags) throws XAException {
        var id = BranchId.of(xid);
        if (current != null) {
            throw XaFailures.of(
                    XAException.XAER_PROTO, "The resource works in branch " + current + ": end or suspend that first.");
        }
        branch = switch (flags) {
            case TMNOFLAGS -> begun(id);
            case TMJOIN -> joined(id);
            case TMRESUME -> resumed(id);
            default -> throw invalid("start", flags);
        };
        current = id;
        worker = Thread.currentThread();
        endedElsewhere = null;
    }

    private Branch begun(BranchId id) throws XAException {
        if (open.find(id) != null || isPrepared(id)) {
            throw duplicate(id);
        }
        if (open.isFull()) {
            throw XaFailures.of(
                    XAException.XAER_RMERR,
                    OpenBranches.MAX_OPEN + " branches have begun and not ended: end some, and branch " + id
                            + " can begin.");
        }
        Branch begun;
        try {
            begun = new Branch(id, broker, timeout);
        } catch (RuntimeException e) {
            throw XaFailures.notBegun(id, e);
        }
        begun.associate(this);
        if (!open.add(id, begun)) {
            throw duplicate(id);
        }
        return begun;
    }

    private static XAException duplicate(BranchId id) {
        return XaFailures.of(XAException.XAER_DUPID, "There is a branch " + id + " already.");
    }

    private Branch joined(BranchId id) throws XAException {
        var joined = unprepared(id);
        joined.associate(this);
        return joined;
    }

    private Branch resumed(BranchId id) throws XAException {
        var resumed = unprepared(id);
        resumed.resume(this);
        return resumed;
    }

    @Override
    public final synchronized void end(Xid xid, int flags) throws XAException {
        var id = BranchId.of(xid);
        if (flags != TMSUSPEND && flags != TMSUCCESS && flags != TMFAIL) {
            throw invalid("end", flags);
        }
        if (worker == Thread.currentThread()) {
            endedElsewhere = null;
        }
        var ending = unprepared(id);
        try {
            if (flags == TMSUSPEND) {
                ending.suspend(this);
            } else {
                ending.dissociate(this, flags == TMFAIL);
            }
        } finally {
            if (ending == branch) {
                endedElsewhere = worker == Thread.currentThread() ? null : ending;
                branch = null;
                current = null;
            }
        }
    }

    /** Finds a branch that can be worked in. */
    private Branch unprepared(BranchId id) throws XAException {
        var found = open.find(id);
        if (found != null) {
            return found;
        }
        throw isPrepared(id)
                ? XaFailures.of(XAException.XAER_PROTO, "Branch " + id + " is prepared.")
                : XaFailures.of(XAException.XAER_NOTA, "Branch " + id + " is not known.");
    }

    private boolean isPrepared(BranchId id) throws XAException {
        return Arrays.asList(prepared()).contains(id);
    }

    @Override
    public final int prepare(Xid xid) throws XAException {
        var id = BranchId.of(xid);
        var preparing = unprepared(id);
        try {
            return preparing.prepare();
        } finally {
            removeIfEnded(id, preparing);
        }
    }

    @Override
    public final void commit(Xid xid, boolean onePhase) throws XAException {
        var id = BranchId.of(xid);
        if (onePhase) {
            var committing = unprepared(id);
            try {
                committing.commit();
            } finally {
                removeIfEnded(id, committing);
            }
            return;
        }
        requireNotOpen(id, "is not prepared: commit it in one phase, or prepare it");
        try {
            broker.commitPrepared(id.encoded());
        } catch (RuntimeException e) {
            throw XaFailures.notEnded(id, e, XAException.XA_HEURRB, XAException.XA_RETRY);
        }
    }

    @Override
    public final void rollback(Xid xid) throws XAException {
        var id = BranchId.of(xid);
        var unprepared = open.find(id);
        if (unprepared != null) {
            try {
                unprepared.rollback();
            } finally {
                removeIfEnded(id, unprepared);
            }
            return;
        }
        try {
            broker.rollbackPrepared(id.encoded());
        } catch (RuntimeException e) {
            throw XaFailures.notEnded(id, e, XAException.XA_HEURCOM, XAException.XAER_RMFAIL);
        }
    }

    private void removeIfEnded(BranchId id, Branch ended) {
        if (ended.hasEnded()) {
            open.remove(id, ended);
        }
    }

    /** Forgets how a branch ended that an operator had ended by hand. */
    @Override
    public final void forget(Xid xid) throws XAException {
        var id = BranchId.of(xid);
        requireNotOpen(id, "has not ended");
        try {
            broker.forgetPrepared(id.encoded());
        } catch (RuntimeException e) {
            throw XaFailures.unavailable(e);
        }
    }

    private void requireNotOpen(BranchId id, String problem) throws XAException {
        var found = open.find(id);
        if (found != null) {
            throw found.protocol(problem);
        }
    }

    /** The prepared branches: all of them at the start of a scan, and none in its course. */
    @Override
    public final Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw invalid("recover", flags);
        }
        return (flags & TMSTARTRSCAN) == 0 ? NONE : prepared();
    }

    private Xid[] prepared() throws XAException {
        try {
            return broker.prepared().stream()
                    .map(each -> BranchId.decoded(each.globalId()))
                    .filter(Objects::nonNull)
                    .toArray(Xid[]::new);
        } catch (RuntimeException e) {
            throw XaFailures.unavailable(e);
        }
    }

    private static XAException invalid(String method, int flags) {
        return XaFailures.of(XAException.XAER_INVAL, method + " cannot have the flags " + flags + ".");
    }

    @Override
    public final boolean isSameRM(XAResource other) {
        return other instanceof BranchResource that && that.open == open;
    }

    @Override
    public final synchronized int getTransactionTimeout() {
        return (int) timeout.toSeconds();
    }

    /** Sets the time-out of branches that begin from now on. With 0, the initial value, they have none. */
    @Override
    public final synchronized boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaFailures.of(
                    XAException.XAER_INVAL, "A time-out of " + seconds + " s is invalid: use 0 (none) or more.");
        }
        timeout = Duration.ofSeconds(seconds);
        return true;
    }

    @Override
    public String toString() {
        return "Penstock[" + (current == null ? "no branch" : "branch " + current) + "]";
    }
}
