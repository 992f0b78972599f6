package io.penstock.bench.http;

import io.penstock.bench.measure.Meter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Keeps some connections busy from one thread: each sends its next request when the last one has been answered. */
final class ConversationLoop implements Runnable {

    private final int port;
    private final int connections;
    private final Supplier<Conversation> conversations;
    private final Meter meter;
    private int busy;

    ConversationLoop(int port, int connections, Supplier<Conversation> conversations, Meter meter) {
        this.port = port;
        this.connections = connections;
        this.conversations = conversations;
        this.meter = meter;
    }

    /** Returns when nobody has anything more to ask, and all have been answered. A failure goes to the meter. */
    @Override
    public void run() {
        var open = new ArrayList<HttpConnection>();
        try (var selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                open.add(HttpConnection.open(port));
            }
            for (var connection : open) {
                connection.channel().configureBlocking(false);
                var turn = new Turn(connection, conversations.get());
                turn.key = connection.channel().register(selector, SelectionKey.OP_READ, turn);
                busy++;
                turn.ask();
            }
            while (busy > 0) {
                selector.select(key -> ((Turn) key.attachment()).goOn());
            }
        } catch (IOException | RuntimeException | Error e) {
            meter.failed(e);
        } finally {
            close(open);
        }
    }

    private void close(List<HttpConnection> open) {
        try {
            for (var connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            meter.failed(e);
        }
    }

    /** One connection, and where it is in what it asks. */
    private final class Turn {

        private final HttpConnection connection;
        private final Conversation conversation;
        private SelectionKey key;
        private ByteBuffer request;

        private Turn(HttpConnection connection, Conversation conversation) {
            this.connection = connection;
            this.conversation = conversation;
        }

        private void ask() throws IOException {
            request = conversation.next();
            if (request == null) {
                busy--;
                key.cancel();
                return;
            }
            connection.answer().clear();
            write();
        }

        private void write() throws IOException {
            connection.channel().write(request);
            int wanted = request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }

        private void goOn() {
            try {
                if (request.hasRemaining()) {
                    write();
                } else if (connection.answer().read(connection.channel())) {
                    conversation.answered(connection.answer());
                    ask();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
