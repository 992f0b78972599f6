package io.penstock.journal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A file of the file system. It uses an asynchronous channel with an executor that runs in the calling thread, because
 * such a channel is not closed by an interrupt. Callers read and write in their own threads, and an interrupt of one of
 * them must not fail the journal for all.
 */
final class ChannelFile implements StorageFile {

    /** The position of the lock, behind all content: on some systems nobody else can read what is locked. */
    private static final long CLAIMED_POSITION = Long.MAX_VALUE - 1;

    private static final CallingThread CALLING_THREAD = new CallingThread();

    private final AsynchronousFileChannel channel;

    ChannelFile(Path path, Set<? extends OpenOption> options) throws IOException {
        channel = AsynchronousFileChannel.open(path, options, CALLING_THREAD);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return result(channel.read(target, position));
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        var at = position;
        while (source.hasRemaining()) {
            at += result(channel.write(source, at));
        }
    }

    /** The operation is over when its future is returned, so this does not wait. */
    private static int result(Future<Integer> done) throws IOException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("A file operation was left to another thread", e);
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public boolean claim(boolean shared) throws IOException {
        try {
            return channel.tryLock(CLAIMED_POSITION, 1, shared) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static final class CallingThread extends AbstractExecutorService {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
