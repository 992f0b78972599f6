package io.penstock.server.http.backup;

import io.penstock.BackupContent;
import io.penstock.server.backup.BackupOutput;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A backup that was begun in this process. */
record BackupJob(
        String name,
        String actor,
        Instant startedAt,
        BackupOutput output,
        CompletableFuture<BackupContent> content,
        CompletableFuture<Instant> finishedAt) {

    /** Waits for its end, for so long at most. */
    void await(Duration longest) {
        if (longest.isZero()) {
            return;
        }
        try {
            finishedAt.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It goes on.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isOver() {
        return finishedAt.isDone();
    }
}
