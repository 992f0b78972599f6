package io.penstock.broker;

import io.penstock.PenstockException;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;

/** An append whose caller waits: it may be written by the caller's own thread, and needs no future. */
class WaitingAppend extends Append {

    private PenstockException failure;

    WaitingAppend(boolean forced) {
        super(forced);
    }

    /**
     * @throws PenstockException.Unavailable if the journal takes nothing more
     * @throws PenstockException.StorageFull if it takes no records for lack of space
     */
    void write(Log journal) {
        journal.appendAndWait(this);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    protected final void durable() {
        // The caller sees it by returning.
    }

    @Override
    protected final void failed(JournalException cause) {
        failure = Outcomes.refused(cause);
    }
}
