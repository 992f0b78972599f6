package io.penstock.server.http.backup;

import io.penstock.BackupContent;
import io.penstock.server.backup.BackupOutput;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A backup that was begun in this process. */
record BackupJob(
        String name,
        String actor,
        Instant startedAt,
        BackupOutput output,
        CompletableFuture<BackupContent> content,
        CompletableFuture<Instant> finishedAt) {

    boolean isOver() {
        return finishedAt.isDone();
    }
}
