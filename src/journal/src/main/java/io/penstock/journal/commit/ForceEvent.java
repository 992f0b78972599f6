package io.penstock.journal.commit;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder's event for a force of a journal file. It costs nothing while nobody records it. */
@Name("io.penstock.Force")
@Label("Force")
@Description("A journal file was made to survive a loss of power")
@Category({"Penstock", "Journal"})
@StackTrace(false)
final class ForceEvent extends Event {

    @Label("File")
    String file;
}
