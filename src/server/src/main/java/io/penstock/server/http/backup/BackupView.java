package io.penstock.server.http.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.BackupContent;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Shows a backup that was begun since the server was started.
 *
 * @param place where it is, on the server
 * @param files taken so far
 * @param bytes taken so far, before compression
 * @param takenAt absent until it is complete: what was acknowledged before is in it
 * @param position absent until it is complete: the last frame of the log that is in it
 * @param problems what is damaged in the log, and so in the backup; absent if nothing is
 * @param failure absent unless it failed
 * @param finishedAt absent while it goes on
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackupView(
        String name,
        State state,
        String place,
        String actor,
        int files,
        long bytes,
        Instant startedAt,
        Instant finishedAt,
        Instant takenAt,
        Long position,
        String store,
        List<String> problems,
        String failure) {

    /** How far it has come. */
    public enum State {
        RUNNING,
        COMPLETE,
        FAILED
    }

    static BackupView of(BackupJob job) {
        var isOver = job.isOver();
        var failed = isOver && job.content().isCompletedExceptionally();
        BackupContent content = isOver && !failed ? job.content().join() : null;
        return new BackupView(
                job.name(),
                !isOver ? State.RUNNING : failed ? State.FAILED : State.COMPLETE,
                job.output().describe(),
                job.actor(),
                job.output().files(),
                job.output().bytes(),
                job.startedAt(),
                isOver ? job.finishedAt().join() : null,
                content == null ? null : content.takenAt(),
                content == null ? null : Long.valueOf(content.position()),
                content == null ? null : content.store(),
                content == null ? List.of() : content.problems(),
                failed ? failure(job) : null);
    }

    private static String failure(BackupJob job) {
        try {
            job.content().join();
            return null;
        } catch (CompletionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }
}
