package io.penstock.broker.recording;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder's event for decisions that were written together. It costs nothing while nobody records it. */
@Name("io.penstock.Settle")
@Label("Settle")
@Description("What a dispatch loop decided in one turn about deliveries was written; the duration ends when it is told")
@Category({"Penstock", "Broker"})
@StackTrace(false)
public final class SettleEvent extends Event {

    @Label("Decisions")
    int decisions;

    @Label("Dead letters")
    int deadLetters;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Forced")
    boolean forced;

    /** Ends the event, and fills it in if somebody records it. */
    public void settled(int decided, int letters, long size, boolean isForced) {
        end();
        if (shouldCommit()) {
            decisions = decided;
            deadLetters = letters;
            bytes = size;
            forced = isForced;
            commit();
        }
    }
}
