package io.penstock.journal.commit;

import io.penstock.journal.young.JournalOptions;

import java.util.Map;

/**
 * Tells what a journal has done since it was opened. The counts are taken one after the other, so they may differ by
 * what happened meanwhile.
 *
 * @param frames written for appends, by what closed them; every trigger is there
 * @param records in those frames
 * @param bytes of all frames, those included that begin a file
 * @param forces of journal files for the sake of frames
 * @param queuedBytes now on their way, as counted against {@link JournalOptions#maxQueuedBytes()}
 * @param fullFiles journal files that are full and still needed: young ones, and those that wait to be moved
 */
public record JournalStatistics(
        Map<FrameTrigger, Long> frames, long records, long bytes, long forces, long queuedBytes, int fullFiles) {

    public JournalStatistics {
        frames = Map.copyOf(frames);
    }

    /** Frames of every trigger together. */
    public long totalFrames() {
        return frames.values().stream().mapToLong(Long::longValue).sum();
    }
}
