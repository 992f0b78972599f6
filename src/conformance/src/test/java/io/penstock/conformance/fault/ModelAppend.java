package io.penstock.conformance.fault;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.EncodedRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** An append that remembers what is in it and what became of it. */
final class ModelAppend extends Append {

    /** One record. */
    record Sent(int partition, String key, String value, long timestampMillis) {}

    final List<Sent> records = new ArrayList<>();
    final List<String> entries = new ArrayList<>();
    final boolean forced;
    final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Runs while the journal is at it, so that what this appends is waiting together when it has time again. */
    private final Runnable whenDurable;

    ModelAppend(boolean forced, Runnable whenDurable) {
        super(forced);
        this.forced = forced;
        this.whenDurable = whenDurable;
    }

    void record(int partition, String value) {
        record(new Sent(partition, null, value, 1_000));
    }

    void record(Sent sent) {
        records.add(sent);
        addRecord(
                sent.partition, EncodedRecord.of(sent.timestampMillis, bytes(sent.key), bytes(sent.value), sink -> {}));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Records of one partition, as a batch of their own. */
    void batch(List<Sent> together) {
        var batch = new BatchEncoder(0);
        for (var sent : together) {
            batch.add(sent.timestampMillis, bytes(sent.key), bytes(sent.value), EncodedRecord.HeaderSource.NONE);
        }
        records.addAll(together);
        addBatch(together.get(0).partition, batch.finish(new CRC32C()));
    }

    void entry(String entry) {
        entries.add(entry);
        addEntry(entry.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it was acknowledged; the journal has told it its end. */
    boolean isAcknowledged() {
        return end.isDone() && !end.isCompletedExceptionally();
    }

    @Override
    public void durable() {
        whenDurable.run();
        end.complete(null);
    }

    @Override
    public void failed(JournalException cause) {
        end.completeExceptionally(cause);
    }
}
