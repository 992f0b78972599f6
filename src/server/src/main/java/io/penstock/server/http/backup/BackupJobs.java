package io.penstock.server.http.backup;

import io.penstock.BackupContent;
import io.penstock.Operations;
import io.penstock.server.backup.BackupOutput;
import io.penstock.server.backup.BackupPace;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import jakarta.inject.Singleton;

/** Remembers the latest backups that were begun since the server was started. Safe for use by any thread. */
@Singleton
final class BackupJobs {

    /** A month of nightly ones; what there is on the disk is told by the directory. */
    private static final int MAX_REMEMBERED = 31;

    private final InstantSource clock;
    private final BackupAccount account;
    private final Deque<BackupJob> latest = new ArrayDeque<>();

    BackupJobs(InstantSource clock, BackupAccount account) {
        this.clock = clock;
        this.account = account;
    }

    /**
     * Begins one; it refuses what {@link Operations#backup} and {@link BackupOutput#at(Path, BackupPace)} refuse.
     */
    BackupJob begin(Operations operations, Path place, BackupPace pace, String actor) {
        var startedAt = clock.instant();
        var output = BackupOutput.at(place, pace);
        CompletableFuture<BackupContent> content;
        try {
            content = operations.backup(output).toCompletableFuture();
        } catch (RuntimeException e) {
            output.abandon();
            throw e;
        }
        var finishedAt = content.handle((done, failure) -> {
            var now = clock.instant();
            account.add(failure == null, startedAt, now, output.bytes());
            return now;
        });
        var job = new BackupJob(place.getFileName().toString(), actor, startedAt, output, content, finishedAt);
        remember(job);
        return job;
    }

    private synchronized void remember(BackupJob job) {
        latest.removeIf(each -> each.name().equals(job.name()));
        latest.addFirst(job);
        if (latest.size() > MAX_REMEMBERED) {
            latest.removeLast();
        }
    }

    /** The latest first. */
    synchronized List<BackupJob> list() {
        return List.copyOf(latest);
    }

    synchronized Optional<BackupJob> find(String name) {
        return latest.stream().filter(job -> job.name().equals(name)).findFirst();
    }
}
