package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.BrokerHealth.State;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.ArchiveCompression;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.log.Log;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says whether a broker can serve: running, closed or failed, with the reason and what to do. It refuses calls when the
 * broker cannot. It is safe for any thread.
 */
final class Availability {

    /** Partitions named in one line of health; the log tells of all. */
    private static final int MAX_NAMED = 20;

    /** A disk that is full for a moment is no reason to be taken out of service; one that stays so has to be seen. */
    static final long LONGEST_FAILURE_MILLIS = 60_000;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<Throwable> failure;
    private final Log log;

    /** @param failure what must not happen and did: nothing is accepted from there on; null as long as nothing did */
    Availability(AtomicReference<Throwable> failure, Log log) {
        this.failure = failure;
        this.log = log;
    }

    /** Closes the broker. The result is true for the first caller. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    private Throwable cause() {
        var ofLog = log.failure();
        return ofLog != null ? ofLog : failure.get();
    }

    /** @param contained what fails and holds up nobody else, for a person; each may be null */
    BrokerHealth health(Catalog catalog, SubscriptionCatalog subscriptions, String... contained) {
        if (closed.get()) {
            return new BrokerHealth(State.CLOSED, "Closed.");
        }
        var cause = cause();
        if (cause != null) {
            return new BrokerHealth(State.FAILED, "Nothing is accepted or handed out: " + cause + ". Restart it.");
        }
        boolean isStuck = !log.isAgingContained() && log.agingFailureMillis() >= LONGEST_FAILURE_MILLIS;
        // Of one subscription or schedule, or what cannot be moved of one partition, the detail alone tells: all others
        // are served, and need their callers.
        boolean isWell = !isStuck && log.stall() == null && log.offline().isEmpty();
        var state = isWell ? State.RUNNING : State.DEGRADED;
        return new BrokerHealth(
                state,
                Stream.concat(
                                Stream.of(
                                        stalled(),
                                        problems(subscriptions.withProblems()),
                                        offline(catalog),
                                        aging(catalog),
                                        service(),
                                        compression(catalog)),
                                Stream.of(contained))
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")));
    }

    private static String problems(List<SubscriptionEngine> problems) {
        if (problems.isEmpty()) {
            return null;
        }
        return problems.size() + " subscription(s) failed and hand out nothing, the others are served: "
                + problems.stream()
                        .limit(MAX_NAMED)
                        .map(engine -> "'" + engine.name() + "' of '"
                                + engine.destination().name() + "' (" + engine.problem() + ")")
                        .collect(Collectors.joining(", "))
                + (problems.size() > MAX_NAMED ? ", and more" : "") + ". Resume them, or remove them.";
    }

    private String stalled() {
        var stall = log.stall();
        return stall == null
                ? null
                : "Senders are refused, and what was settled waits to be written: " + stall.getMessage();
    }

    private String service() {
        var shortage = log.shortage();
        return shortage == null
                ? "Serves " + log.describe() + "."
                : "Serves consumers, and refuses senders. " + shortage.getMessage();
    }

    private String offline(Catalog catalog) {
        var offline = log.offline();
        if (offline.isEmpty()) {
            return null;
        }
        var names = offline.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_NAMED)
                .map(each -> name(catalog.partition(each.getKey()), each.getKey()) + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
        return offline.size() + " partition(s) are offline, the others are served: " + names
                + (offline.size() > MAX_NAMED ? ", and more" : "")
                + ". Unless that says what to do, stop the broker, look with 'penstock log verify', and repair or"
                + " restore them.";
    }

    /** Senders go on, and fill the disk. */
    private String aging(Catalog catalog) {
        var failure = log.agingFailure();
        var problems = log.agingProblems();
        var of = problems.isEmpty()
                ? ""
                : " of "
                        + problems.keySet().stream()
                                .sorted()
                                .limit(MAX_NAMED)
                                .map(id -> name(catalog.partition(id), id))
                                .collect(Collectors.joining(", "))
                        + (problems.size() > MAX_NAMED ? " and more" : "");
        return failure == null
                ? null
                : "Old messages" + of + " cannot be moved to the archive, or let go there, for "
                        + log.agingFailureMillis() / 1_000 + " s; "
                        + log.statistics().fullFiles()
                        + " full journal file(s) lie there until that is mended: " + failure.getMessage();
    }

    private static String compression(Catalog catalog) {
        return ArchiveCompression.problem(catalog.destinations());
    }

    private static String name(PartitionLog partition, int id) {
        return partition == null
                ? "partition " + id
                : "'" + partition.destination().name() + "' partition " + partition.index();
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
