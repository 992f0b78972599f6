package io.penstock.quarkus.security;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.TypedSender;
import io.penstock.security.AuditRecord;
import io.penstock.security.AuditTrail;
import io.vertx.core.json.JsonObject;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Writes the audit to a topic, some records together, away from those who act: they never wait, and never fail because
 * of it. A record that cannot be written is lost for the topic, counted, and told in the log; the log category of the
 * audit has it. Nothing that is done here is audited, since the broker is used as the application itself.
 */
final class AuditTopic implements AuditTrail, AutoCloseable {

    /**
     * The most records that wait: as many as a slow disk needs some seconds for, and some megabytes at most. More come
     * only from somebody who floods the audit.
     */
    static final int MAX_WAITING = 1_024;

    /** The most records that are written together, so that a batch is well below the size of a frame. */
    private static final int MAX_TOGETHER = 64;

    /** The most characters of a text of a record: names may be as long as whoever makes them up likes. */
    static final int MAX_TEXT = 1_024;

    /** The least time between two lines that tell of records that were lost. */
    static final Duration BETWEEN_TELLING = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(AuditTopic.class);

    private final String topic;
    private final Supplier<Broker> broker;
    private final Executor workers;
    private final InstantSource clock;
    private final BlockingQueue<Stamped> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean isClosed;

    /** When it was told last that records were lost, and how many had been then; guarded by this object. */
    private @Nullable Instant toldAt;

    private long toldLost;

    /** Why the broker refused records that nobody was told of yet; null if it did not. Guarded by this object. */
    private @Nullable String failure;

    private record Stamped(Instant time, AuditRecord entry) {}

    /** @param workers runs what may block; one task at a time is given to it */
    AuditTopic(String topic, Supplier<Broker> broker, Executor workers, InstantSource clock) {
        this.topic = topic;
        this.broker = broker;
        this.workers = workers;
        this.clock = clock;
    }

    @Override
    public void add(AuditRecord entry) {
        if (isClosed || !waiting.offer(new Stamped(clock.instant(), entry))) {
            lost.incrementAndGet();
        }
        ask();
    }

    /** The number of records that are not in the topic and never will be. */
    long lost() {
        return lost.get();
    }

    private void ask() {
        if (isClosed || !isAsked.compareAndSet(false, true)) {
            return;
        }
        try {
            workers.execute(this::write);
        } catch (RuntimeException e) {
            // Whoever comes next asks again, and the end writes what still waits.
            isAsked.set(false);
            LOG.debug("No worker writes the audit now", e);
        }
    }

    private void write() {
        try {
            writeAll();
        } finally {
            isAsked.set(false);
            if (!waiting.isEmpty()) {
                ask();
            }
        }
    }

    /** Writes in the order in which records were added: one thread at a time. */
    private synchronized void writeAll() {
        var batch = new ArrayList<Stamped>(MAX_TOGETHER);
        while (waiting.drainTo(batch, MAX_TOGETHER) > 0) {
            try {
                broker.get().sendAll(batch.stream().map(this::message).toList());
            } catch (RuntimeException e) {
                lost.addAndGet(batch.size());
                failure = e.toString();
            }
            batch.clear();
            tellLoss(false);
        }
    }

    /** Says it once in a while, however many are lost meanwhile, since a log that floods hides what else is wrong. */
    private void tellLoss(boolean isLast) {
        long all = lost.get();
        var now = clock.instant();
        if (all == toldLost || !isLast && toldAt != null && now.isBefore(toldAt.plus(BETWEEN_TELLING))) {
            return;
        }
        LOG.errorf(
                "%d records of the audit are not in '%s' (%d so far), but in the log alone: %s.",
                all - toldLost,
                topic,
                all,
                failure == null ? "they came while " + MAX_WAITING + " waited to be written" : failure);
        toldLost = all;
        toldAt = now;
        failure = null;
    }

    private Message message(Stamped stamped) {
        var entry = stamped.entry();
        var json = new JsonObject()
                .put("time", stamped.time().toString())
                .put("outcome", entry.outcome())
                .put("action", entry.action())
                .put("target", cut(entry.target()))
                .put("caller", cut(entry.caller()))
                .put("address", cut(entry.address()))
                .put("detail", cut(entry.detail()));
        // As bytes: half a character in a name becomes a question mark, and does not have the record refused.
        return Message.to(topic)
                .header(TypedSender.CONTENT_TYPE, "application/json")
                .body(json.encode().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /** Writes what waits. What comes later is in the log alone. */
    @Override
    public void close() {
        isClosed = true;
        writeAll();
        synchronized (this) {
            tellLoss(true);
        }
    }
}
