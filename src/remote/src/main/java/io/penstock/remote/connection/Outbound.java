package io.penstock.remote.connection;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes out over a connection, in the order in which it was sent, whichever thread sends it. It says when it is
 * full, so that those who can wait do.
 */
public final class Outbound {

    /** The bytes on their way to the peer at which whoever can wait has to. */
    public static final long FULL_BYTES = 4L << 20;

    /** The most bytes that are written as one. */
    private static final int MAX_WRITE_BYTES = 256 << 10;

    private final Context context;
    private final NetSocket socket;
    private final Runnable onRoom;
    private final Queue<Buffer> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private volatile boolean isClosed;

    /** @param onRoom is run on the event loop when it is not full any more */
    public Outbound(Context context, NetSocket socket, Runnable onRoom) {
        this.context = context;
        this.socket = socket;
        this.onRoom = onRoom;
    }

    public void send(Buffer frame) {
        if (isClosed) {
            return;
        }
        bytes.addAndGet(frame.length());
        frames.add(frame);
        if (isScheduled.compareAndSet(false, true)) {
            context.runOnContext(any -> write());
        }
    }

    private void write() {
        isScheduled.set(false);
        for (var frame = frames.poll(); frame != null; frame = frames.poll()) {
            var together = frame;
            var next = frames.peek();
            if (next != null && frame.length() + next.length() <= MAX_WRITE_BYTES) {
                together = Buffer.buffer(MAX_WRITE_BYTES / 4).appendBuffer(frame);
                while (next != null && together.length() + next.length() <= MAX_WRITE_BYTES) {
                    together.appendBuffer(frames.remove());
                    next = frames.peek();
                }
            }
            int length = together.length();
            socket.write(together).onComplete(done -> written(length));
        }
    }

    private void written(int length) {
        long left = bytes.addAndGet(-length);
        if (left <= FULL_BYTES && left + length > FULL_BYTES) {
            onRoom.run();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    public boolean isFull() {
        return bytes.get() > FULL_BYTES;
    }

    /** Waits until there is room, or the connection has ended. Not for the event loop. */
    public synchronized void awaitRoom() throws InterruptedException {
        while (isFull() && !isClosed) {
            wait();
        }
    }

    public synchronized void close() {
        isClosed = true;
        frames.clear();
        notifyAll();
    }
}
