package io.penstock.kafka.cells;

import io.penstock.PenstockException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads the topic of places from its beginning and goes on reading, on a thread of its own, and knows what it says.
 * Whoever has written, or heard of an offset, can wait until it has come so far.
 */
final class PlacementFollower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PlacementFollower.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long CLOSING_MILLIS = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition topic;
    private final Thread thread = new Thread(this::run, "penstock-kafka-placements");
    private final Map<String, CellPlace> places = new TreeMap<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();
    private @Nullable BiConsumer<String, @Nullable CellPlace> listener;
    private long position;
    private boolean isClosed;

    /** Whoever waits until all below an offset was read. */
    private record Waiting(long offset, CompletableFuture<Void> done) implements Comparable<Waiting> {

        @Override
        public int compareTo(Waiting other) {
            return Long.compare(offset, other.offset);
        }
    }

    /** @param consumer of committed records, in no group; it is closed with this */
    PlacementFollower(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = new TopicPartition(topic, 0);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void follow(BiConsumer<String, @Nullable CellPlace> told) {
        listener = told;
        places.forEach(told);
    }

    /** Asks something of the places as they are known now; nothing changes meanwhile. */
    synchronized <T> T ask(Function<Map<String, CellPlace>, T> question) {
        return question.apply(Collections.unmodifiableMap(places));
    }

    /** Completes when everything below that offset was read and told. */
    CompletableFuture<Void> until(long offset) {
        var done = new CompletableFuture<Void>();
        synchronized (this) {
            if (isClosed) {
                done.completeExceptionally(new PenstockException.Unavailable("The broker is closed."));
            } else if (position >= offset) {
                done.complete(null);
            } else {
                waiting.add(new Waiting(offset, done));
            }
        }
        return done;
    }

    private void run() {
        try {
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
            while (!closed()) {
                read();
            }
        } catch (WakeupException e) {
            // It is closed.
        } finally {
            // In no group it has nobody to tell, and would only wait for the request that waits in Kafka.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            end();
        }
    }

    private void read() {
        try {
            for (var each : consumer.poll(POLL).records(topic)) {
                told(each);
            }
            reached(consumer.position(topic));
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("The places in '%s' cannot be read, which is tried again: %s", topic.topic(), e.getMessage());
            pause();
        }
    }

    private synchronized boolean closed() {
        return isClosed;
    }

    private synchronized void pause() {
        try {
            wait(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isClosed = true;
        }
    }

    private synchronized void told(ConsumerRecord<byte[], byte[]> each) {
        String name = new String(each.key(), StandardCharsets.UTF_8);
        var place = each.value() == null ? null : place(name, new String(each.value(), StandardCharsets.UTF_8));
        if (place == null) {
            places.remove(name);
        } else {
            places.put(name, place);
        }
        if (listener != null) {
            listener.accept(name, place);
        }
    }

    /** What a later version says is not understood: until then nobody may use the name. */
    private static CellPlace place(String name, String text) {
        try {
            return CellPlace.parse(text);
        } catch (PenstockException.StorageUnusable e) {
            LOG.errorf("'%s' cannot be used. %s", name, e.getMessage());
            return CellPlace.moving(text, text);
        }
    }

    private void reached(long offset) {
        var done = new ArrayList<CompletableFuture<Void>>();
        synchronized (this) {
            position = offset;
            while (!waiting.isEmpty() && waiting.peek().offset() <= offset) {
                done.add(waiting.remove().done());
            }
        }
        done.forEach(each -> each.complete(null));
    }

    private void end() {
        List<Waiting> rest;
        synchronized (this) {
            isClosed = true;
            rest = List.copyOf(waiting);
            waiting.clear();
        }
        rest.forEach(
                each -> each.done().completeExceptionally(new PenstockException.Unavailable("The broker is closed.")));
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        consumer.wakeup();
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
