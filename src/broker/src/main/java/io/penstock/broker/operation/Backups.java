package io.penstock.broker.operation;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.BackupTarget.BackupFile;
import io.penstock.Capability;
import io.penstock.PenstockException;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.CopyTarget.CopiedFile;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.Log;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Copies the log while it is in use, one copy at a time, each in a thread of its own. Safe for use by any thread. */
public final class Backups {

    private static final Logger LOG = Logger.getLogger(Backups.class);

    /** How long closing waits until a backup that was cut short is cleared away. */
    private static final Duration LAST_STEP = Duration.ofSeconds(10);

    private final Log log;
    private final InstantSource clock;

    /** The thread of the one that goes on, or null. */
    private Thread running;

    private boolean closed;

    public Backups(Log log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Begins one, as {@link io.penstock.Operations#backup} says. */
    public synchronized CompletionStage<BackupContent> begin(BackupTarget target) {
        var local = log.local().orElseThrow(() -> new PenstockException.Unsupported(Capability.BACKUPS, "A backup"));
        if (closed) {
            throw new PenstockException.Unavailable("The broker is closed.");
        }
        if (running != null) {
            throw new PenstockException.Conflict("A backup goes on already, and there is one at a time: begin this one"
                    + " when the other is over.");
        }
        var result = new CompletableFuture<BackupContent>();
        var thread = new Thread(() -> run(local, target, result), "penstock-backup");
        thread.setDaemon(true);
        thread.start();
        // Only once it runs: it cannot end before this method does.
        running = thread;
        return result;
    }

    private void run(LocalLog local, BackupTarget target, CompletableFuture<BackupContent> result) {
        BackupContent content = null;
        Throwable failure = null;
        try {
            content = copy(local, target);
        } catch (Throwable e) {
            // Whatever it is, it is this backup's: nobody must wait for ever, and nothing be left.
            failure = e;
            abandon(target);
        }
        synchronized (this) {
            running = null;
        }
        if (failure == null) {
            LOG.infof("The backup %s is complete, as of frame %d.", target.describe(), content.position());
            result.complete(content);
        } else {
            var told = new PenstockException.Unavailable(
                    "The backup " + target.describe() + " failed, and nothing else did: " + words(failure), failure);
            log(told.getMessage(), failure);
            result.completeExceptionally(told);
        }
    }

    /** A disk that is full, or somebody who stops it, is no defect, and needs no trace of the stack. */
    private static void log(String message, Throwable failure) {
        if (failure instanceof IOException || failure instanceof JournalException) {
            LOG.warn(message);
        } else {
            LOG.error(message, failure);
        }
    }

    private static String words(Throwable failure) {
        var message = failure.getMessage();
        var isPlain = failure instanceof JournalException || failure.getClass() == IOException.class;
        if (!isPlain || message == null) {
            return failure + ".";
        }
        return message.endsWith(".") ? message : message + ".";
    }

    private static void abandon(BackupTarget target) {
        try {
            target.abandon();
        } catch (RuntimeException e) {
            LOG.warnf(e, "The backup %s was not cleared away.", target.describe());
        }
    }

    private BackupContent copy(LocalLog local, BackupTarget target) throws IOException {
        var takenAt = clock.instant();
        var copy = local.copy(file -> target.take(new LogFile(file)));
        var problems = copy.offline().entrySet().stream()
                .map(each -> "Partition " + each.getKey() + " is damaged: " + each.getValue())
                .toList();
        var content = new BackupContent(HexFormat.of().toHexDigits(copy.storeId()), copy.sequence(), takenAt, problems);
        target.complete(content);
        return content;
    }

    /** Begins no more. The one that goes on fails as soon as the log is closed. */
    public synchronized void stop() {
        closed = true;
    }

    /** Waits until the last one has cleared away what it left. The log is closed. */
    public void awaitEnd() {
        Thread last;
        synchronized (this) {
            last = running;
        }
        try {
            if (last != null && last != Thread.currentThread()) {
                last.join(LAST_STEP.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record LogFile(CopiedFile file) implements BackupFile {

        @Override
        public String path() {
            return file.path();
        }

        @Override
        public long bytes() {
            return file.bytes();
        }

        @Override
        public void writeTo(OutputStream output) throws IOException {
            file.writeTo(output);
        }

        @Override
        public boolean linkTo(Path link) throws IOException {
            return file.linkTo(link);
        }
    }
}
