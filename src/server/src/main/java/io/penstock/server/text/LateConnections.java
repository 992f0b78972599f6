package io.penstock.server.text;

import io.quarkus.runtime.ApplicationLifecycleManager;

import java.util.logging.LogRecord;

/**
 * Recognizes what Netty logs, with a stack trace, of a connection that is accepted while the server stops. Vert.x takes
 * its event loops away before it closes the port, so that such a connection finds none, and is closed: that is what a
 * server that stops does with connections.
 */
final class LateConnections {

    private static final String LOGGER = "io.netty.bootstrap.ServerBootstrap";
    private static final String MESSAGE = "Failed to register an accepted channel";

    private LateConnections() {}

    /** Whether an entry is about such a connection. While the server runs, none is. */
    static boolean isOne(LogRecord entry) {
        return isOne(entry, ApplicationLifecycleManager.isVmShuttingDown());
    }

    static boolean isOne(LogRecord entry, boolean isStopping) {
        return isStopping
                && LOGGER.equals(entry.getLoggerName())
                && entry.getThrown() instanceof IllegalStateException
                && entry.getMessage() != null
                && entry.getMessage().startsWith(MESSAGE);
    }
}
