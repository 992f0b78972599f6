package io.penstock.server.backup;

import io.penstock.BackupContent;
import io.penstock.PenstockException;
import io.penstock.journal.storage.DirectoryStorage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Turns a backup back into a data directory. All of it is written to a folder in the directory first, and checked
 * there; then the files are put where they belong, in an order in which no server would take a part of them for the
 * whole. While it goes on, no server can open the directory; if it fails, the directory is as before.
 */
public final class Restore {

    private static final String STAGING = ".restoring";
    private static final String LOCK = ".lock";

    /** What the root of a file system has of itself. */
    private static final String LOST_AND_FOUND = "lost+found";

    private static final String IDENTITY = "penstock.meta";
    private static final String CHECKPOINT = "checkpoint-";

    private final Path from;
    private final Path data;
    private final Path staging;
    private final Map<String, BackupManifest.Entry> written = new LinkedHashMap<>();

    private Restore(Path from, Path data) {
        this.from = from;
        this.data = data;
        staging = data.resolve(STAGING);
    }

    /**
     * Says what was restored.
     *
     * @param isWhole false if the check has found damage; then nothing was put where it belongs
     */
    public record Result(BackupContent content, int files, long bytes, boolean isWhole) {}

    /**
     * Restores a backup.
     *
     * @param data a directory that is empty, or is not there yet
     * @param check looks at a directory, and says whether the log in it is whole
     * @throws PenstockException.Conflict if the directory is not empty
     * @throws UncheckedIOException if the backup is not whole, or cannot be read or written
     */
    public static Result run(Path from, Path data, Predicate<Path> check) {
        var isNew = !Files.exists(data);
        requireEmpty(data);
        var restore = new Restore(from, data.toAbsolutePath().normalize());
        try (var locked = DirectoryStorage.open(data)) {
            return restore.run(check);
        } catch (IOException e) {
            throw new UncheckedIOException("The backup " + from + " is not restored: " + FailureWords.of(e) + ".", e);
        } finally {
            restore.clear(isNew);
        }
    }

    private static void requireEmpty(Path data) {
        if (!Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(data)) {
            throw new PenstockException.Conflict(data + " is no directory: name one that is empty, or not there yet.");
        }
        try (var all = Files.list(data)) {
            var first = all.map(each -> each.getFileName().toString())
                    .filter(name -> !List.of(STAGING, LOCK, LOST_AND_FOUND).contains(name))
                    .findFirst();
            if (first.isPresent()) {
                throw new PenstockException.Conflict("The directory " + data + " is not empty, it has '" + first.get()
                        + "': nothing is written over. Name one that is empty, or not there yet.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + data + " (" + FailureWords.of(e) + ").", e);
        }
    }

    private Result run(Predicate<Path> check) throws IOException {
        OwnFiles.deleteAll(staging);
        OwnFiles.makeDirectory(staging);
        var manifest = BackupInput.of(from).read(this::take);
        requireAsListed(manifest);
        var isWhole = check.test(staging);
        if (isWhole) {
            forceAll();
            putInPlace();
        }
        return new Result(manifest.content(), written.size(), manifest.bytes(), isWhole);
    }

    private void take(String path, long bytes, InputStream content) throws IOException {
        var target = BackupPath.in(staging, path);
        var free = Files.getFileStore(staging).getUsableSpace();
        if (bytes > free) {
            throw new IOException(path + " is said to have " + bytes + " bytes, and " + free + " are free at " + data);
        }
        OwnFiles.makeDirectories(staging, target.getParent());
        try (var channel = OwnFiles.create(target)) {
            var output = new Sha256(Channels.newOutputStream(channel)).writeAll(content);
            channel.force(true);
            if (output.bytes() != bytes) {
                throw new IOException(path + " has " + output.bytes() + " bytes instead of " + bytes);
            }
            written.put(path, output.entry());
        }
    }

    private void requireAsListed(BackupManifest manifest) throws IOException {
        for (var listed : manifest.files().entrySet()) {
            var found = written.get(listed.getKey());
            if (found == null) {
                throw new IOException(listed.getKey() + " is missing");
            }
            if (!found.equals(listed.getValue())) {
                throw new IOException(listed.getKey() + " is damaged: it has not the "
                        + listed.getValue().bytes() + " bytes, or not the checksum, that the manifest says");
            }
        }
        for (var path : written.keySet()) {
            if (!manifest.files().containsKey(path)) {
                throw new IOException("the manifest knows nothing of " + path);
            }
        }
        if (!written.containsKey(IDENTITY)) {
            throw new IOException("it has no " + IDENTITY);
        }
    }

    private void forceAll() throws IOException {
        try (var all = Files.walk(staging)) {
            for (var directory : all.filter(Files::isDirectory).toList()) {
                BackupOutput.force(directory);
            }
        }
    }

    /**
     * A server that finds the identity and not the rest refuses to start; so does one that finds no checkpoint, unless
     * the journal alone is everything.
     */
    private void putInPlace() throws IOException {
        var names = new ArrayList<String>();
        try (var all = Files.list(staging)) {
            all.forEach(each -> names.add(each.getFileName().toString()));
        }
        names.sort(
                Comparator.<String>comparingInt(name -> name.equals(IDENTITY) ? 0 : name.startsWith(CHECKPOINT) ? 2 : 1)
                        .thenComparing(Comparator.reverseOrder()));
        for (var name : names) {
            Files.move(staging.resolve(name), data.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
        BackupOutput.force(data);
    }

    /** Leaves nothing but what was put in place. */
    private void clear(boolean isNew) {
        try {
            OwnFiles.deleteAll(staging);
            if (!Files.exists(data.resolve(IDENTITY))) {
                Files.deleteIfExists(data.resolve(LOCK));
                if (isNew) {
                    Files.deleteIfExists(data);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "What was written of the backup is left at " + staging + " (" + FailureWords.of(e) + ").", e);
        }
    }
}
