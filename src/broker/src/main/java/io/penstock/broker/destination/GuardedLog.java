package io.penstock.broker.destination;

import io.penstock.PenstockException;
import io.penstock.journal.log.Log;

/**
 * Routes and queues each append between entering and leaving the guard of routes. It is the only place that enters that
 * guard.
 */
public final class GuardedLog implements RoutedLog {

    private final Log log;
    private final RouteGuard routes;
    private final long maxQueuedBytes;

    private enum Queueing {
        WAIT_FOR_SPACE,
        OR_REFUSE,
        WRITE_HERE,
        WAIT_FOR_END
    }

    /** @param maxQueuedBytes that the log lets wait before it takes nothing more, for messages */
    public GuardedLog(Log log, RouteGuard routes, long maxQueuedBytes) {
        this.log = log;
        this.routes = routes;
        this.maxQueuedBytes = maxQueuedBytes;
    }

    @Override
    public void append(RoutedAppend append) {
        route(append, Queueing.WAIT_FOR_SPACE);
    }

    @Override
    public void tryAppend(RoutedAppend append) {
        route(append, Queueing.OR_REFUSE);
    }

    @Override
    public void appendHere(RoutedAppend append) {
        route(append, Queueing.WRITE_HERE);
    }

    @Override
    public void appendAndWait(RoutedAppend append) {
        route(append, Queueing.WAIT_FOR_END);
    }

    private void route(RoutedAppend append, Queueing how) {
        int inside = routes.enter();
        try {
            if (append.route()) {
                queue(append, how);
            }
        } finally {
            routes.leave(inside);
        }
    }

    private void queue(RoutedAppend append, Queueing how) {
        switch (how) {
            case WAIT_FOR_SPACE -> log.append(append);
            case WRITE_HERE -> log.appendHere(append);
            case WAIT_FOR_END -> log.appendAndWait(append);
            case OR_REFUSE -> {
                if (!log.tryAppend(append)) {
                    throw new PenstockException.Overloaded("Nothing was written: " + maxQueuedBytes
                            + " bytes are on their way to the log already. Wait for some of those, then send it again;"
                            + " a sender with a bounded number of messages on their way does not come here.");
                }
            }
        }
    }
}
