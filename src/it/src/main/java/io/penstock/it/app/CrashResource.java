package io.penstock.it.app;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A resource without any data that ends the process, as a power failure would, when its turn comes: resources take
 * their turns in the order in which they were enlisted. Once; a file remembers it. The manager stores it in its log, so
 * that it can be ended after the crash as well.
 *
 * @param inCommit whether it dies in the second phase
 */
record CrashResource(String memory, boolean inCommit) implements XAResource, Serializable {

    @Override
    public int prepare(Xid xid) {
        crash(!inCommit);
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {
        crash(inCommit);
    }

    private void crash(boolean now) {
        if (now && isFirst()) {
            Runtime.getRuntime().halt(CrashAfterCommit.EXIT_CODE);
        }
    }

    private boolean isFirst() {
        try {
            Files.createFile(Path.of(memory));
            return true;
        } catch (FileAlreadyExistsException again) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void start(Xid xid, int flags) {
        // There is no work.
    }

    @Override
    public void end(Xid xid, int flags) {
        // There is no work.
    }

    @Override
    public void rollback(Xid xid) {
        // There is nothing to undo.
    }

    @Override
    public void forget(Xid xid) {
        // There is nothing to forget.
    }

    @Override
    public Xid[] recover(int flags) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
