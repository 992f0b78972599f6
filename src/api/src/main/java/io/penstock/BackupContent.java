package io.penstock;

import java.time.Instant;
import java.util.List;

/**
 * Backup content tells what a backup is of.
 *
 * @param store identifies what was backed up among all others
 * @param position how far the backup goes in it: what comes later has a higher one
 * @param takenAt the time as of which it is; never before the call that asked for it
 * @param problems what is damaged in the original, and so in the backup, each in a sentence; mostly empty
 */
public record BackupContent(String store, long position, Instant takenAt, List<String> problems) {

    public BackupContent {
        problems = List.copyOf(problems);
    }
}
