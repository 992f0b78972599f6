package io.penstock.journal.commit;

import io.penstock.journal.file.JournalFile;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder's event for a frame that was written. It costs nothing while nobody records it. */
@Name("io.penstock.Append")
@Label("Append")
@Description("A frame with everything that waited was written to the journal, and forced if somebody asked for that")
@Category({"Penstock", "Journal"})
@StackTrace(false)
final class AppendEvent extends Event {

    @Label("File")
    String file;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Records")
    int records;

    @Label("Forced")
    @Description("Whether a sender or a settlement asked for a force")
    boolean forced;

    @Label("Trigger")
    @Description("Why the frame was closed: nothing more waited, it was full, or old enough")
    String trigger;

    void written(JournalFile to, AppendGroup group) {
        end();
        if (shouldCommit()) {
            file = to.name;
            bytes = group.frame.end();
            records = group.frame.recordCount();
            forced = group.isForced();
            trigger = group.trigger().name();
            commit();
        }
    }
}
