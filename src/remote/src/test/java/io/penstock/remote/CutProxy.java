package io.penstock.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy between a client and its server that cuts connections, and loses answers, when a test says so. */
final class CutProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean isDown;
    private volatile boolean losesAnswers;

    CutProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "cut-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                sockets.add(client);
                if (isDown) {
                    close(client);
                    continue;
                }
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(server);
                start(() -> pump(client, server, false));
                start(() -> pump(server, client, true));
                if (isDown) {
                    cut();
                }
            } catch (IOException e) {
                // The server is not there, or the proxy ends.
                cut();
            }
        }
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
        try {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[8_192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (!isAnswer || !losesAnswers) {
                    to.getOutputStream().write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            // It was cut.
        }
        close(from);
        close(to);
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts all connections; the next ones are made. */
    void cut() {
        sockets.forEach(this::close);
    }

    /** Cuts all connections, and makes none. */
    void down() {
        isDown = true;
        cut();
    }

    void up() {
        isDown = false;
    }

    /** From now on the client gets nothing of what the server says. */
    void loseAnswers() {
        losesAnswers = true;
    }

    /** Cuts the connections whose answers were lost, and loses none from now on. */
    void goOn() {
        down();
        losesAnswers = false;
        up();
    }

    /** Leads to another server from now on. */
    void to(int port) {
        target = port;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
