package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.RecordBatch;
import io.penstock.kafka.topic.Topics;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntToLongFunction;

/**
 * Reads the records of a log: the newest from memory, others from what was fetched from Kafka. What is in neither has
 * to be fetched. It is safe for any thread.
 */
final class LogReads {

    /** So long, whoever may wait for a record does so. */
    private static final long PATIENCE_SECONDS = 60;

    private final Places places;
    private final Ends ends;
    private final RecordCache cache;
    private final RecordCache memory;
    private final ReadAhead ahead;
    private final Topics topics;
    private final IntToLongFunction starts;
    private volatile boolean closed;

    /**
     * @param cache of records that lie in Kafka
     * @param memory of those that lie nowhere else
     * @param starts the oldest offsets of partitions in Kafka
     */
    LogReads(
            Places places,
            Ends ends,
            RecordCache cache,
            RecordCache memory,
            ReadAhead ahead,
            Topics topics,
            IntToLongFunction starts) {
        this.places = places;
        this.ends = ends;
        this.cache = cache;
        this.memory = memory;
        this.ahead = ahead;
        this.topics = topics;
        this.starts = starts;
    }

    @Nullable
    RecordBatch read(int partition, long offset) {
        var batch = readNow(partition, offset);
        while (batch == Log.NOT_HERE) {
            await(fetch(partition, offset, false));
            batch = readNow(partition, offset);
        }
        return batch;
    }

    @Nullable
    RecordBatch readNow(int partition, long offset) {
        if (closed) {
            throw new JournalException.NotOpen("The log is closed.", null);
        }
        long end = ends.of(partition);
        if (offset < 0 || offset > end) {
            throw new IllegalArgumentException("Partition " + partition + " has no offset " + offset + ".");
        }
        var topic = places.of(partition).topic();
        if (topic == null && offset < end) {
            return memory.find(partition, Math.max(offset, startOffset(partition)))
                    .batch();
        }
        long at = offset;
        while (at < end) { // What lies at the end is not told yet.
            var kept = cache.find(partition, at);
            if (kept.isKnown()) {
                return kept.batch();
            }
            var fetched = ahead.find(topic, at, unkept(partition, end));
            if (fetched == null) {
                return Log.NOT_HERE;
            }
            if (fetched.batch() != null) {
                return fetched.batch();
            }
            at = fetched.to();
        }
        return null;
    }

    /** The end of what can only be had from Kafka. */
    private long unkept(int partition, long end) {
        return Math.min(end, cache.from(partition, end));
    }

    CompletableFuture<Void> fetch(int partition, long offset) {
        return fetch(partition, offset, true);
    }

    private CompletableFuture<Void> fetch(int partition, long offset, boolean isPatient) {
        long end = ends.of(partition);
        var topic = places.of(partition).topic();
        long at = offset;
        while (topic != null && at < end && !cache.find(partition, at).isKnown()) {
            var fetched = ahead.find(topic, at, unkept(partition, end));
            if (fetched == null) {
                return ahead.fetch(topic, at, Math.max(at + 1, unkept(partition, end)), isPatient);
            }
            if (fetched.batch() != null) {
                break;
            }
            at = fetched.to();
        }
        return CompletableFuture.completedFuture(null);
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new JournalException("Kafka has not given what lies there for " + PATIENCE_SECONDS + " s.", e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new JournalException("Interrupted while a record was fetched.", e);
        }
    }

    long startOffset(int partition) {
        return places.of(partition).topic() == null ? memory.from(partition, 0) : starts.applyAsLong(partition);
    }

    long offsetAt(int partition, long timestampMillis) {
        long end = ends.of(partition);
        long at = startOffset(partition);
        var topic = places.of(partition).topic();
        if (topic != null) {
            // It may be the offset of a mark, or of a batch with older records.
            long found = await(topics.offsetAt(topic, timestampMillis).toCompletableFuture());
            at = Math.max(at, found < 0 ? end : Math.min(end, found));
        }
        while (at < end) {
            var batch = read(partition, at);
            if (batch == null) {
                return end;
            }
            for (var record : batch) {
                if (record.offset() >= at && record.timestampMillis() >= timestampMillis) {
                    return record.offset();
                }
            }
            at = batch.endOffset();
        }
        return end;
    }

    /** Forgets a topic that is given up: another one may have its name soon. */
    void forget(String topic) {
        ahead.forget(topic);
    }

    /** Nothing can be read any more. */
    void close() {
        closed = true;
    }
}
