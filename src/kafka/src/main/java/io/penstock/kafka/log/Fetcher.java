package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.kafka.owner.Moment;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Fetches from Kafka what {@link ReadAhead readers want}, in one thread, so that no reader waits for Kafka. A few
 * partitions are asked for at a time. One that does not answer soon lets others go first, and one that cannot be read
 * rests for a while, and is tried again.
 */
final class Fetcher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Fetcher.class);

    /** Partitions that are asked for at a time: Kafka's answer has a mebibyte of each. */
    private static final int AT_ONCE = 16;

    /** Partitions that are not asked for just now, and whose place in the client is kept: it may have more of them. */
    private static final int KEPT = 48;

    /** So long, a partition that does not answer keeps others waiting. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Before it is tried again what failed. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ReadAhead wanted;
    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final LongSupplier nanoTime;
    private final Moment.Listener moments;
    private final Thread thread = new Thread(this::run, "penstock-kafka-fetch");

    /** Partitions that the client has, with the offset at which it goes on. Those used last are at the end. */
    private final Map<TopicPartition, Long> assigned = new LinkedHashMap<>(16, 0.75f, true);

    /** Partitions that failed, and until when they rest. */
    private final Map<TopicPartition, Long> resting = new HashMap<>();

    private @Nullable Consumer<byte[], byte[]> client;

    /** Rounds of one partition that are left: several have failed together, so it is found out which one did. */
    private int alone;

    private final Object lock = new Object();

    /** Something may be wanted: as it may be before it was started. */
    private boolean isAsked = true;

    private boolean isPolling;
    private boolean closed;

    /**
     * @param clients makes a consumer of what is committed
     * @param moments is told before something is fetched
     */
    Fetcher(
            ReadAhead wanted,
            Supplier<Consumer<byte[], byte[]>> clients,
            LongSupplier nanoTime,
            Moment.Listener moments) {
        this.wanted = wanted;
        this.clients = clients;
        this.nanoTime = nanoTime;
        this.moments = moments;
        thread.setDaemon(true);
    }

    void start() {
        wanted.serve(this::wake);
        thread.start();
    }

    private void wake() {
        synchronized (lock) {
            isAsked = true;
            lock.notifyAll();
            if (isPolling && client != null) {
                client.wakeup();
                isPolling = false; // Once is enough.
            }
        }
    }

    private void run() {
        try {
            while (awaitWanted()) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            wanted.close();
            dropClient(CLOSING);
        }
    }

    private boolean awaitWanted() throws InterruptedException {
        synchronized (lock) {
            while (!closed && !isAsked) {
                long nanos = restNanos();
                if (nanos == 0) {
                    lock.wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(lock, nanos);
                    isAsked = isAsked || restNanos() == 0 || hasRested();
                }
            }
            isAsked = false;
            return !closed;
        }
    }

    /** How long the first of those that rest has to go on; 0 if none does. */
    private long restNanos() {
        long now = nanoTime.getAsLong();
        return resting.values().stream()
                .mapToLong(until -> Math.max(1, until - now))
                .min()
                .orElse(0);
    }

    private boolean hasRested() {
        long now = nanoTime.getAsLong();
        return resting.values().removeIf(until -> until - now <= 0);
    }

    /** Fetches until nothing is wanted that could be fetched now. */
    private void round() {
        while (!isClosed()) {
            hasRested();
            var all = wanted.next(alone > 0 ? 1 : AT_ONCE, resting.keySet());
            if (all.isEmpty()) {
                return;
            }
            alone = Math.max(0, alone - 1);
            moments.at(Moment.BEFORE_FETCH);
            try {
                fetch(all);
            } catch (RuntimeException | Error e) { // Whatever it is, others are read nevertheless.
                failed(all, e);
            }
        }
    }

    private void failed(List<ReadAhead.Wanted> all, Throwable cause) {
        dropClient(Duration.ZERO); // What it had of them may be what fails.
        if (all.size() > 1) {
            alone = all.size();
            all.forEach(wanted::later);
            return;
        }
        var one = all.get(0);
        LOG.warnf("%s cannot be read from offset %d on, which is tried again: %s", one.topic(), one.from(), cause);
        resting.put(one.topic(), nanoTime.getAsLong() + REST_NANOS);
        wanted.failed(one, new JournalException("Kafka does not give what lies there: " + cause, cause));
    }

    private void fetch(List<ReadAhead.Wanted> all) {
        var kafka = client();
        assign(kafka, all);
        var left = new HashMap<TopicPartition, ReadAhead.Wanted>();
        all.forEach(each -> left.put(each.topic(), each));
        long end = nanoTime.getAsLong() + TURN_NANOS;
        do {
            var records = poll(kafka);
            records.nextOffsets().forEach((topic, next) -> {
                assigned.put(topic, next.offset());
                var asked = left.get(topic);
                if (asked != null && next.offset() > asked.from()) {
                    left.remove(topic);
                    kafka.pause(List.of(topic));
                    wanted.found(asked, segment(asked, next.offset(), records));
                }
            });
        } while (!left.isEmpty() && !hasOthers() && nanoTime.getAsLong() - end < 0);
        left.values().forEach(wanted::later);
    }

    /** Whether something was asked for meanwhile, which may go along. */
    private boolean hasOthers() {
        synchronized (lock) {
            boolean others = isAsked || closed;
            isAsked = false;
            return others;
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> kafka) {
        boolean waits;
        synchronized (lock) {
            waits = !isAsked;
            isPolling = waits;
        }
        try {
            return kafka.poll(waits ? POLL : Duration.ZERO);
        } catch (WakeupException e) {
            return ConsumerRecords.empty(); // Who wakes it may come too late for one poll, and meets the next one.
        } finally {
            synchronized (lock) {
                isPolling = false;
            }
        }
    }

    private static FetchedRecords.Segment segment(
            ReadAhead.Wanted asked, long next, ConsumerRecords<byte[], byte[]> records) {
        var mine = records.records(asked.topic()).stream()
                .filter(record -> record.offset() >= asked.from() && record.offset() < asked.to())
                .toList();
        return new FetchedRecords.Segment(asked.topic(), asked.from(), Math.min(asked.to(), next), Batches.of(mine));
    }

    /** Has the client go on with those, and with those alone; it keeps what it has of some others. */
    private void assign(Consumer<byte[], byte[]> kafka, List<ReadAhead.Wanted> all) {
        var gone = wanted.takeForgotten();
        if (assigned.keySet().removeIf(topic -> gone.contains(topic.topic()))) {
            kafka.assign(Set.copyOf(assigned.keySet())); // Another topic may have the name by now.
        }
        var seeking = new HashMap<TopicPartition, Long>();
        for (var each : all) {
            var at = assigned.put(each.topic(), each.from());
            if (at == null || at != each.from()) {
                seeking.put(each.topic(), each.from());
            }
        }
        var oldest = assigned.keySet().iterator();
        while (assigned.size() > all.size() + KEPT) {
            oldest.next();
            oldest.remove();
        }
        kafka.assign(Set.copyOf(assigned.keySet()));
        kafka.pause(assigned.keySet());
        kafka.resume(all.stream().map(ReadAhead.Wanted::topic).toList());
        seeking.forEach(kafka::seek);
    }

    private Consumer<byte[], byte[]> client() {
        synchronized (lock) {
            var known = client;
            if (known == null) {
                known = clients.get();
                client = known;
            }
            return known;
        }
    }

    private void dropClient(Duration most) {
        Consumer<byte[], byte[]> last;
        synchronized (lock) {
            last = client;
            client = null;
        }
        assigned.clear();
        if (last != null) {
            try {
                last.close(CloseOptions.timeout(most));
            } catch (KafkaException e) {
                LOG.debugf("A consumer did not close cleanly: %s", e);
            }
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public void close() {
        wanted.close();
        synchronized (lock) {
            closed = true;
        }
        wake();
        boolean interrupted = false;
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
