package io.penstock.journal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A directory in memory, whose forces can be made to fail or to wait, and which can be copied as a crash leaves it. */
public final class MemoryStorage implements Storage {

    /** Runs within a force. */
    @FunctionalInterface
    public interface ForceHook {
        void force(String name) throws IOException;
    }

    /** Runs at the end of a write. */
    @FunctionalInterface
    public interface WriteHook {
        void written(String name) throws IOException;
    }

    /** Small, so that frames of tests lie on several. */
    private static final int PAGE_BYTES = 64;

    private static final int PAGES_OF_FEW_FILES = 4_000;

    private final Map<String, Content> files = new ConcurrentHashMap<>();
    public final AtomicInteger forces = new AtomicInteger();
    public volatile ForceHook onForce = name -> {};

    /** Runs when a write is done, which fails if this does. */
    public volatile WriteHook onWrite = name -> {};

    /** Runs before a file is deleted, which fails if this does. */
    public volatile WriteHook onDelete = name -> {};

    /** Runs before a file is made, which fails if this does. */
    public volatile WriteHook onCreate = name -> {};

    /** Runs before a file is opened, which fails if this does. */
    public volatile WriteHook onOpen = name -> {};

    public volatile long usableBytes = Long.MAX_VALUE;

    private static final class Content {
        private byte[] bytes = new byte[0];
        private byte[] forced = new byte[0];
    }

    /**
     * What a loss of power leaves: of each file what was forced, and of what was written since some pages and not
     * others. The directory itself counts as forced.
     */
    public MemoryStorage afterPowerLoss(Random random) {
        return after(random::nextBoolean);
    }

    /** As {@link #afterPowerLoss}, but one page in thousands is lost, about so many altogether in a few files. */
    public MemoryStorage afterLossOfPages(Random random, int pages) {
        return after(() -> random.nextInt(PAGES_OF_FEW_FILES) >= pages);
    }

    private MemoryStorage after(BooleanSupplier written) {
        var copy = new MemoryStorage();
        files.forEach((name, content) -> {
            synchronized (content) {
                var left = Arrays.copyOf(content.forced, content.bytes.length);
                for (var page = 0; page < left.length; page += PAGE_BYTES) {
                    if (written.getAsBoolean()) {
                        System.arraycopy(content.bytes, page, left, page, Math.min(PAGE_BYTES, left.length - page));
                    }
                }
                copy.put(name, left);
            }
        });
        return copy;
    }

    /** The same files with the same bytes. */
    public MemoryStorage copy() {
        var copy = new MemoryStorage();
        files.forEach((name, content) -> copy.put(name, bytes(name)));
        return copy;
    }

    public byte[] bytes(String name) {
        var content = files.get(name);
        synchronized (content) {
            return content.bytes.clone();
        }
    }

    public void put(String name, byte[] bytes) {
        var content = new Content();
        content.bytes = bytes.clone();
        content.forced = bytes.clone();
        files.put(name, content);
    }

    /** Turns every bit of one byte. */
    public void flip(String name, int position) {
        var bytes = bytes(name);
        bytes[position] ^= (byte) 0xFF;
        put(name, bytes);
    }

    /** As {@link #flip}, for files that are open. */
    public void damage(String name, int position) {
        var content = files.get(name);
        synchronized (content) {
            content.bytes[position] ^= (byte) 0xFF;
        }
    }

    @Override
    public String describe(String name) {
        return "memory:" + name;
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public StorageFile create(String name) throws IOException {
        onCreate.written(name);
        if (files.putIfAbsent(name, new Content()) != null) {
            throw new FileAlreadyExistsException(name);
        }
        return open(name);
    }

    @Override
    public StorageFile open(String name) throws IOException {
        onOpen.written(name);
        var content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return new OpenFile(name, content);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        var content = files.remove(from);
        if (content == null) {
            throw new NoSuchFileException(from);
        }
        files.put(to, content);
    }

    @Override
    public void delete(String name) throws IOException {
        onDelete.written(name);
        if (files.remove(name) == null) {
            throw new NoSuchFileException(name);
        }
    }

    @Override
    public void forceDirectory() {}

    @Override
    public long usableBytes() {
        return usableBytes;
    }

    @Override
    public void close() {}

    private final class OpenFile implements StorageFile {

        private final String name;
        private final Content content;

        OpenFile(String name, Content content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public int read(ByteBuffer target, long position) {
            synchronized (content) {
                var left = content.bytes.length - (int) position;
                if (left <= 0) {
                    return -1;
                }
                var count = Math.min(left, target.remaining());
                target.put(content.bytes, (int) position, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (content) {
                var end = (int) position + source.remaining();
                if (end > content.bytes.length) {
                    content.bytes = Arrays.copyOf(content.bytes, end);
                }
                source.get(content.bytes, (int) position, source.remaining());
            }
            onWrite.written(name);
        }

        @Override
        public void truncate(long size) {
            synchronized (content) {
                content.bytes = Arrays.copyOf(content.bytes, (int) Math.min(size, content.bytes.length));
            }
        }

        @Override
        public void force() throws IOException {
            forces.incrementAndGet();
            onForce.force(name);
            synchronized (content) {
                content.forced = content.bytes.clone();
            }
        }

        @Override
        public long size() {
            synchronized (content) {
                return content.bytes.length;
            }
        }

        @Override
        public void close() {}
    }
}
