package io.penstock.server.backup;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static java.nio.file.StandardOpenOption.READ;

/**
 * Writes a backup under a name that says that it is not complete, and gives it its name when it is, and on the disk.
 * Nothing that exists is ever written over. Any thread may stop it and ask how far it is.
 */
public abstract class BackupOutput implements BackupTarget {

    private static final Logger LOG = Logger.getLogger(BackupOutput.class);

    /** Ends the name of what is not complete. */
    public static final String INCOMPLETE = ".incomplete";

    final Path staging;
    private final Path place;
    private final Map<String, BackupManifest.Entry> entries = Collections.synchronizedMap(new LinkedHashMap<>());
    private final CountDownLatch stopped = new CountDownLatch(1);
    private BackupPace pace = BackupPace.unlimited();
    private volatile int files;
    private volatile long bytes;

    BackupOutput(Path place) {
        this.place = place;
        staging = place.resolveSibling(place.getFileName() + INCOMPLETE);
    }

    /**
     * Begins a backup there.
     *
     * @param place its name says of which form it is
     * @throws PenstockException.InvalidConfiguration if there is no such form
     * @throws PenstockException.Conflict if there is something of that name
     * @throws UncheckedIOException if it cannot be written there
     */
    public static BackupOutput at(Path place) {
        return at(place, BackupPace.unlimited());
    }

    /** Begins a backup there that is not faster than its pace. */
    public static BackupOutput at(Path place, BackupPace pace) {
        var form = BackupForm.of(place.getFileName().toString());
        var output = form == BackupForm.DIRECTORY ? new BackupFolder(place) : new BackupArchive(place, form);
        output.pace = pace;
        output.requireFree();
        try {
            output.begin();
            return output;
        } catch (FileAlreadyExistsException e) {
            throw output.taken(output.staging);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "A backup cannot be written at " + place + " (" + FailureWords.of(e) + ").", e);
        }
    }

    /** Whether a backup of that name is one that has not come to its end; letters of either case are the same. */
    public static boolean isIncomplete(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(INCOMPLETE);
    }

    /** When the backup at that path was completed, as the file system tells; empty if there is no complete one. */
    public static Optional<Instant> completedAt(Path place) throws IOException {
        var name = place.getFileName().toString();
        if (isIncomplete(name)) {
            return Optional.empty();
        }
        var last = Files.isDirectory(place) ? place.resolve(BackupManifest.NAME) : place;
        boolean isWhole = last != place || BackupForm.isArchive(name);
        return isWhole && Files.isRegularFile(last)
                ? Optional.of(Files.getLastModifiedTime(last).toInstant())
                : Optional.empty();
    }

    private void requireFree() {
        for (var each : new Path[] {place, staging}) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                throw taken(each);
            }
        }
    }

    private PenstockException taken(Path existing) {
        return new PenstockException.Conflict(
                "There is a '" + existing.getFileName() + "' already, and nothing is written over: "
                        + (existing.equals(staging)
                                ? "a backup goes on there, or was cut short. Delete it if none does, or choose"
                                : "choose")
                        + " another name.");
    }

    /** Makes what is written to; fails if it is there. */
    abstract void begin() throws IOException;

    abstract BackupManifest.Entry write(BackupFile file) throws IOException;

    /** Writes the last file, and makes all of it durable. */
    abstract void end(byte[] manifest) throws IOException;

    /** Closes what is open, and deletes what was written. */
    abstract void delete() throws IOException;

    @Override
    public String describe() {
        return place.toString();
    }

    @Override
    public void take(BackupFile file) throws IOException {
        requireGoing();
        if (file.path().equals(BackupManifest.NAME)) {
            // Left by somebody who has put a backup there by hand.
            return;
        }
        var entry = write(file);
        if (entry.bytes() != file.bytes()) {
            throw new IOException(file.path() + " has " + entry.bytes() + " bytes instead of " + file.bytes());
        }
        entries.put(file.path(), entry);
        files = entries.size();
    }

    /** Counts bytes on their way, waits if they were too many, and ends the backup if it was stopped. */
    private void written(long count) throws IOException {
        bytes += count;
        requireGoingAfter(pace.nanosToWait(count));
    }

    private void requireGoing() throws IOException {
        requireGoingAfter(0);
    }

    private void requireGoingAfter(long nanos) throws IOException {
        try {
            if (stopped.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new IOException("it was stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was interrupted");
        }
    }

    @Override
    public void complete(BackupContent content) throws IOException {
        requireGoing();
        end(new BackupManifest(content, entries).encode());
        // Whoever remembers this backup has no need of them.
        entries.clear();
        requireFreePlace();
        Files.move(staging, place, StandardCopyOption.ATOMIC_MOVE);
        force(place.toAbsolutePath().getParent());
    }

    private void requireFreePlace() throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(place + " came to be meanwhile");
        }
    }

    @Override
    public void abandon() {
        entries.clear();
        try {
            delete();
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("What was written of a backup is left at %s, and may be deleted: %s", staging, e);
        }
    }

    /** Ends it soon; it is abandoned then. */
    public void stop() {
        stopped.countDown();
    }

    /** Files so far. */
    public int files() {
        return files;
    }

    /** Bytes so far, before compression; what is linked counts too. */
    public long bytes() {
        return bytes;
    }

    /** Makes the names in a directory survive. */
    static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    /** Tells how much is written. */
    final class Progress extends OutputStream {

        private final OutputStream target;

        Progress(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
            written(1);
        }

        @Override
        public void write(byte[] source, int from, int count) throws IOException {
            target.write(source, from, count);
            written(count);
        }
    }
}
