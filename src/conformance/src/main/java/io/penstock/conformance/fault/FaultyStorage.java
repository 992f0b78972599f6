package io.penstock.conformance.fault;

import io.penstock.journal.storage.NamedFolder;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Simulates in memory a disk that does its worst within what disks and file systems are allowed to do, for tests of
 * whatever writes to a {@link Storage}. Safe for use by any thread.
 *
 * <p>After a crash it holds what was forced. Of writes that were not forced it holds any part: none, all, the first
 * ones with the last of them cut at any byte, or some sectors of 512 bytes without the others. The same goes for
 * names: a creation, renaming or deletion survives for certain only once the directory was forced; forcing a file does
 * not force its name, and forcing a directory not the names in its folders. What a failed force did not write is lost,
 * even if a later force of the file succeeds. The seed decides what survives: the same operations in the same order
 * leave the same.
 *
 * <p>Faults come on command: {@link #failAt}, {@link #crashAt}, {@link #limitSpace}, {@link #shortReads},
 * {@link #flip}. Closing it only ends its use; like a directory, it can then be opened again.
 */
public final class FaultyStorage implements Storage {

    private final Object lock = new Object();
    private final Random random;
    private final NameTable names = new NameTable();
    private final FaultPlan plan = new FaultPlan();
    private volatile Observer observer = (operation, name) -> {};
    private long spaceBytes = Long.MAX_VALUE;
    private boolean shortReads;
    private FaultyStorage survivors;

    /** The operations that a storage is asked for. */
    public enum Operation {
        CREATE(true),
        OPEN(false),
        READ(false),
        WRITE(true),
        FORCE(true),
        RENAME(true),
        DELETE(true),
        FORCE_DIRECTORY(true);

        /** Whether it has a part in what survives a crash. */
        final boolean changes;

        Operation(boolean changes) {
            this.changes = changes;
        }
    }

    /**
     * Is told of every operation before it takes place, by the thread that asks for it. It may wait, or fail the
     * operation.
     */
    @FunctionalInterface
    public interface Observer {
        /** @param name of the file, now; of the folder with a slash behind it; empty for the directory */
        void before(Operation operation, String name) throws IOException;
    }

    /** Signals that the storage has crashed: nothing works from now on. */
    public static final class Crashed extends IOException {
        private static final long serialVersionUID = 1L;

        Crashed() {
            super("The storage has crashed.");
        }
    }

    /** Makes an empty storage. */
    public FaultyStorage(long seed) {
        random = new Random(seed);
    }

    /** Lets an operation fail once: the {@code number}th of its kind from now on, counted from 1. */
    public void failAt(Operation operation, int number) {
        synchronized (lock) {
            plan.failAt(operation, number);
        }
    }

    /**
     * Lets the storage crash in the {@code change}th change from now on, counted from 1. That change takes place in
     * part, and throws {@link Crashed}, as does everything after it. Changes are all operations but opening and
     * reading.
     */
    public void crashAt(int change) {
        synchronized (lock) {
            plan.crashAt(change);
        }
    }

    /** Crashes now. */
    public void crash() {
        synchronized (lock) {
            plan.crash();
        }
    }

    public boolean isCrashed() {
        synchronized (lock) {
            return plan.isCrashed();
        }
    }

    /** Counts the faults: failed operations, refusals for want of space, and the crash that was asked for. */
    public int faults() {
        synchronized (lock) {
            return plan.injected();
        }
    }

    /** Counts the changes. */
    public long changes() {
        synchronized (lock) {
            return plan.changes();
        }
    }

    /** Lets writes fail that would make all files together longer than this. What fits is written. */
    public void limitSpace(long bytes) {
        synchronized (lock) {
            spaceBytes = bytes;
        }
    }

    /** Lets reads return some of the bytes only, at least one. */
    public void shortReads(boolean enabled) {
        synchronized (lock) {
            shortReads = enabled;
        }
    }

    /** Turns one bit round, on the disk and for readers. @param bit 0 to 7 */
    public void flip(String name, int position, int bit) {
        synchronized (lock) {
            names.current().get(name).flip(position, bit);
        }
    }

    public void observe(Observer observer) {
        this.observer = observer;
    }

    /** Gives what a crash leaves; crashes if it has not yet. Calling it again returns the same storage. */
    public FaultyStorage afterCrash() {
        synchronized (lock) {
            plan.crash();
            if (survivors == null) {
                var left = new FaultyStorage(random.nextLong());
                names.afterCrash(random).forEach((name, content) -> left.add(name, content.afterCrash(random)));
                survivors = left;
            }
            return survivors;
        }
    }

    /**
     * Makes another storage with the same files as they are read now. Everything in it is forced, and no faults are
     * planned.
     */
    public FaultyStorage copy(long seed) {
        var copy = new FaultyStorage(seed);
        files().forEach(copy::add);
        return copy;
    }

    /** Gives what is read, by name. */
    public Map<String, byte[]> files() {
        synchronized (lock) {
            var files = new LinkedHashMap<String, byte[]>();
            names.current().forEach((name, content) -> files.put(name, content.current()));
            return files;
        }
    }

    /** Puts a file there, forced as is its name, in place of whatever has that name. */
    public void add(String name, byte[] bytes) {
        synchronized (lock) {
            names.put(name, new FileContent(name, bytes));
            names.force(NameTable.folder(name));
        }
    }

    /** Whether every creation, renaming and deletion so far survives a crash, those in folders left aside. */
    public boolean isDirectoryForced() {
        synchronized (lock) {
            return names.isForced("");
        }
    }

    @Override
    public String describe(String name) {
        return "faulty:" + name;
    }

    @Override
    public List<String> list() throws IOException {
        synchronized (lock) {
            requireRunning();
            return List.copyOf(names.current().keySet());
        }
    }

    @Override
    public StorageFile create(String name) throws IOException {
        observer.before(Operation.CREATE, name);
        synchronized (lock) {
            if (names.current().containsKey(name)) {
                throw new FileAlreadyExistsException(name);
            }
            var content = new FileContent(name, new byte[0]);
            change(Operation.CREATE, name, () -> names.put(name, content));
            return new FaultyFile(this, content);
        }
    }

    @Override
    public StorageFile open(String name) throws IOException {
        observer.before(Operation.OPEN, name);
        synchronized (lock) {
            var content = existing(name);
            change(Operation.OPEN, name, () -> {});
            return new FaultyFile(this, content);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        observer.before(Operation.RENAME, from);
        synchronized (lock) {
            existing(from);
            change(Operation.RENAME, from, () -> names.rename(from, to));
        }
    }

    @Override
    public void delete(String name) throws IOException {
        observer.before(Operation.DELETE, name);
        synchronized (lock) {
            existing(name);
            change(Operation.DELETE, name, () -> names.delete(name));
        }
    }

    @Override
    public void forceDirectory() throws IOException {
        forceDirectory("");
    }

    private void forceDirectory(String folder) throws IOException {
        observer.before(Operation.FORCE_DIRECTORY, folder);
        synchronized (lock) {
            // If that fails, names are as uncertain as before; a later force can still make up for it.
            force(folder, Operation.FORCE_DIRECTORY, () -> names.force(folder), () -> {});
        }
    }

    /** Forces a directory, which makes the changes of its own names survive, not those of its folders. */
    @Override
    public Storage folder(String name) {
        return new NamedFolder(this, name) {
            @Override
            public void forceDirectory() throws IOException {
                FaultyStorage.this.forceDirectory(name + "/");
            }
        };
    }

    @Override
    public void close() {}

    private void requireRunning() throws Crashed {
        if (plan.isCrashed()) {
            throw new Crashed();
        }
    }

    private FileContent existing(String name) throws IOException {
        var content = names.current().get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    /** An operation that takes place or not; whether it does in a crash shows when it is seen what survived. */
    private void change(Operation operation, String name, Runnable effect) throws IOException {
        var fate = plan.next(operation);
        if (fate != FaultPlan.Fate.FAIL) {
            effect.run();
        }
        raise(fate, operation, name);
    }

    private void force(String name, Operation operation, Runnable success, Runnable failure) throws IOException {
        var fate = plan.next(operation);
        // A crash may come after the disk has done it, and before anybody is told.
        if (fate == FaultPlan.Fate.SUCCEED || fate == FaultPlan.Fate.CRASH && random.nextBoolean()) {
            success.run();
        } else if (fate == FaultPlan.Fate.FAIL) {
            failure.run();
        }
        raise(fate, operation, name);
    }

    private static void raise(FaultPlan.Fate fate, Operation operation, String name) throws IOException {
        switch (fate) {
            case SUCCEED -> {}
            case FAIL -> throw new IOException("Input/output error (" + operation + " " + name + ", on command)");
            case CRASH -> throw new Crashed();
        }
    }

    // What follows is called by open files, with the name that they have now.

    int read(FileContent content, ByteBuffer target, long position) throws IOException {
        observer.before(Operation.READ, content.name);
        synchronized (lock) {
            change(Operation.READ, content.name, () -> {});
            if (position >= content.size()) {
                return -1;
            }
            var wanted = (int) Math.min(target.remaining(), content.size() - position);
            var bytes = new byte[shortReads && wanted > 1 ? 1 + random.nextInt(wanted) : wanted];
            target.put(bytes, 0, content.read(bytes, (int) position));
            return bytes.length;
        }
    }

    void write(FileContent content, ByteBuffer source, long position) throws IOException {
        observer.before(Operation.WRITE, content.name);
        synchronized (lock) {
            var fate = plan.next(Operation.WRITE);
            var wanted = source.remaining();
            var count = fate == FaultPlan.Fate.FAIL ? random.nextInt(wanted + 1) : wanted;
            var fits = Math.max(0, content.size() - position) + Math.max(0, spaceBytes - usedBytes());
            var bytes = new byte[(int) Math.min(count, fits)];
            source.get(bytes);
            content.write(bytes, Math.toIntExact(position));
            raise(fate, Operation.WRITE, content.name);
            if (bytes.length < wanted) {
                plan.outOfSpace();
                throw new IOException("No space left on device (WRITE " + content.name + ")");
            }
        }
    }

    void truncate(FileContent content, long size) throws IOException {
        observer.before(Operation.WRITE, content.name);
        synchronized (lock) {
            var fate = plan.next(Operation.WRITE);
            if (fate != FaultPlan.Fate.FAIL) {
                content.truncate(Math.toIntExact(size));
            }
            raise(fate, Operation.WRITE, content.name);
        }
    }

    void force(FileContent content) throws IOException {
        observer.before(Operation.FORCE, content.name);
        synchronized (lock) {
            force(content.name, Operation.FORCE, content::force, () -> content.failForce(random));
        }
    }

    long size(FileContent content) throws IOException {
        synchronized (lock) {
            requireRunning();
            return content.size();
        }
    }

    private long usedBytes() {
        return names.current().values().stream().mapToLong(FileContent::size).sum();
    }
}
