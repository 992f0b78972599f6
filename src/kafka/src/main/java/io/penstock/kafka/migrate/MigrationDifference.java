package io.penstock.kafka.migrate;

import io.penstock.journal.JournalException;

import java.util.List;

/** What was copied is not what is there. */
public final class MigrationDifference extends JournalException {

    private static final long serialVersionUID = 1;

    MigrationDifference(List<String> differences) {
        super("What was copied is not the same as what was there: " + String.join("; ", differences)
                + ". Nobody can use the copy, and the original is as it was.");
    }
}
