package io.penstock.broker.loop;

import io.penstock.PenstockException;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;

/** An append whose caller waits. It may be written by the caller's own thread, and needs no future. */
public class WaitingAppend extends Append {

    private PenstockException failure;

    public WaitingAppend(boolean forced) {
        super(forced);
    }

    /**
     * @throws PenstockException.Unavailable if the journal takes nothing more
     * @throws PenstockException.StorageFull if it takes no records for lack of space
     */
    public void write(Log log) {
        log.appendAndWait(this);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public final void durable() {
        // The caller sees it by returning.
    }

    @Override
    public final void failed(JournalException cause) {
        failure = Outcomes.refused(cause);
    }
}
