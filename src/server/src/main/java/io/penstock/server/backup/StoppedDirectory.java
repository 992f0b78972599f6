package io.penstock.server.backup;

import io.penstock.BackupContent;
import io.penstock.BackupTarget.BackupFile;
import io.penstock.journal.offline.LogInspector;
import io.penstock.journal.record.LogVisitor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Makes a backup of a data directory that no server has open; none can open it meanwhile. */
public final class StoppedDirectory {

    /** Ends of names of what was not finished, or holds nothing. */
    private static final List<String> LEFT_OUT =
            List.of(".spare", ".preparing", ".writing", ".new", ".cleaning", ".repairing");

    private StoppedDirectory() {}

    /**
     * Copies the directory.
     *
     * @param visitor is told what is damaged
     * @throws UncheckedIOException if something cannot be read or written; then nothing is left of it
     */
    public static BackupContent backUp(Path data, BackupOutput target, LogVisitor visitor, Instant now) {
        var isDone = false;
        try (var log = LogInspector.open(data)) {
            var report = log.walk(visitor);
            try (var all = Files.walk(data)) {
                for (var file : all.filter(each -> isTaken(data, each)).toList()) {
                    target.take(new StoppedFile(data.relativize(file).toString().replace('\\', '/'), file));
                }
            }
            var problems = report.damaged() == 0
                    ? List.<String>of()
                    : List.of("The log is damaged in " + report.damaged() + " places.");
            var content = new BackupContent(
                    HexFormat.of().toHexDigits(report.storeId()), report.lastSequence(), now, problems);
            target.complete(content);
            isDone = true;
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("The backup of " + data + " failed: " + FailureWords.of(e) + ".", e);
        } finally {
            if (!isDone) {
                target.abandon();
            }
        }
    }

    private static boolean isTaken(Path data, Path file) {
        var name = file.getFileName().toString();
        var top = data.relativize(file).getName(0).toString();
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !top.startsWith(".")
                && (top.equals("archive") || file.getParent().equals(data))
                && LEFT_OUT.stream().noneMatch(name::endsWith);
    }

    private record StoppedFile(String path, Path file) implements BackupFile {

        @Override
        public long bytes() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void writeTo(OutputStream output) throws IOException {
            Files.copy(file, output);
        }

        /** Damage to the original must not be damage to the backup, and nobody knows who writes to it next. */
        @Override
        public boolean linkTo(Path link) {
            return false;
        }
    }
}
