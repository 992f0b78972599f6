package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.BrokerHealth.State;
import io.penstock.PenstockException;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.journal.log.Log;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Whether a broker can serve. Safe for any thread. */
final class Availability {

    /** Partitions named in one line of health; the log tells of all. */
    private static final int MAX_NAMED = 20;

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Throwable failure;
    private volatile Log journal;

    void opened(Log opened) {
        journal = opened;
    }

    /** Something that must not happen did: nothing is accepted from here on. */
    void failed(Throwable cause) {
        failure = cause;
    }

    /** True for whoever closes it first. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    private Throwable cause() {
        return failure != null ? failure : journal.failure();
    }

    BrokerHealth health(Path directory, Catalog catalog) {
        if (closed.get()) {
            return new BrokerHealth(State.CLOSED, "Closed.");
        }
        var cause = cause();
        if (cause != null) {
            return new BrokerHealth(State.FAILED, "Nothing is accepted or handed out: " + cause + ". Restart it.");
        }
        var shortage = journal.shortage();
        String service = shortage == null
                ? "Serves " + directory + "."
                : "Serves consumers, and refuses senders. " + shortage.getMessage();
        var offline = journal.offline();
        if (offline.isEmpty()) {
            return new BrokerHealth(State.RUNNING, service);
        }
        var names = offline.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_NAMED)
                .map(each -> name(catalog.partition(each.getKey()), each.getKey()) + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
        return new BrokerHealth(
                State.DEGRADED,
                offline.size() + " partition(s) are offline, the others are served: " + names
                        + (offline.size() > MAX_NAMED ? ", and more" : "")
                        + ". Stop the broker, look with 'penstock log verify', and repair or restore them. " + service);
    }

    private static String name(PartitionLog log, int id) {
        return log == null ? "partition " + id : "'" + log.destination().name() + "' partition " + log.index();
    }

    void requireRunning() {
        var refusal = refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Why nothing can be asked of it, or null. */
    PenstockException refusal() {
        if (closed.get()) {
            return new PenstockException.Unavailable("The broker is closed.");
        }
        var cause = cause();
        return cause == null
                ? null
                : new PenstockException.Unavailable(
                        "The broker has failed and takes nothing more: " + cause + ". Restart it.", cause);
    }
}
