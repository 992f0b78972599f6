package io.penstock.kafka.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way over TCP that a test can hold, cut or make one-sided: a proxy before a port of this machine. It begins open.
 * Safe for any thread.
 */
public final class CutLink implements AutoCloseable {

    /** What becomes of what is sent. */
    public enum State {
        /** It arrives. */
        OPEN,
        /** It arrives neither way until the link is open again, and nobody is told: as in a network that is parted. */
        HELD,
        /** What is asked arrives, and no answer does until the link is open again. */
        HALF_OPEN,
        /** Connections end, and new ones end at once: as if the other machine was there, and its process was not. */
        CUT
    }

    private static final int BACKLOG = 200;
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.OPEN;

    /**
     * Opens a way.
     *
     * @param address where it listens
     * @param port where it listens; 0 for any that is free
     * @param target the port of 127.0.0.1 that it leads to; 0 for the one of the same number
     */
    public CutLink(String address, int port, int target) {
        try {
            listening = new ServerSocket(port, BACKLOG, InetAddress.getByName(address));
            this.target = target == 0 ? listening.getLocalPort() : target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("cut-link-" + port(), this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Changes what becomes of what is sent. What was held arrives when it is opened, unless it was cut meanwhile. */
    public synchronized void set(State next) {
        state = next;
        notifyAll();
        if (next == State.CUT) {
            endAll();
        }
    }

    private synchronized State state() {
        return state;
    }

    private static void start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                // The link ends.
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        if (state() == State.CUT) {
            end(client);
            return;
        }
        try {
            var server = new Socket("127.0.0.1", target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start("cut-link-asks", () -> pump(client, server, false));
            start("cut-link-answers", () -> pump(server, client, true));
        } catch (IOException e) {
            // Nobody is there.
            end(client);
        }
        if (state() == State.CUT) {
            endAll();
        }
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
        try {
            var bytes = new byte[BUFFER_BYTES];
            var in = from.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitPassage(isAnswer);
                to.getOutputStream().write(bytes, 0, read);
            }
            // Whoever closes a connection in a parted network is not heard either.
            awaitPassage(isAnswer);
        } catch (IOException e) {
            // It was cut.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(from);
        end(to);
    }

    private synchronized void awaitPassage(boolean isAnswer) throws InterruptedException {
        while (state == State.HELD || (state == State.HALF_OPEN && isAnswer)) {
            wait();
        }
    }

    private void endAll() {
        sockets.forEach(this::end);
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(State.CUT);
    }
}
