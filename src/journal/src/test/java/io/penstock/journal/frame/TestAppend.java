package io.penstock.journal.frame;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.EncodedRecord;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** An append whose end can be asked for, and which counts if it ends twice. */
public final class TestAppend extends Append {

    /** The journal survives a callback that throws, so a test has to look here. */
    public static final AtomicInteger ENDED_TWICE = new AtomicInteger();

    public final CompletableFuture<Void> end = new CompletableFuture<>();

    public TestAppend(boolean forced) {
        super(forced);
    }

    public static TestAppend record(boolean forced, int partition, String value) {
        var append = new TestAppend(forced);
        append.addRecord(partition, encoded(value));
        return append;
    }

    public static EncodedRecord encoded(String value) {
        return EncodedRecord.of(1_000, null, bytes(value), sink -> {});
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public TestAppend with(int partition, String value) {
        addRecord(partition, encoded(value));
        return this;
    }

    public TestAppend withEntry(String entry) {
        addEntry(bytes(entry));
        return this;
    }

    @Override
    public void durable() {
        endOnce(end.complete(null));
    }

    @Override
    public void failed(JournalException cause) {
        endOnce(end.completeExceptionally(cause));
    }

    private static void endOnce(boolean first) {
        if (!first) {
            ENDED_TWICE.incrementAndGet();
        }
    }
}
