package io.penstock.server.http.message;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Collects what became of each message of a batch, in any order and from any thread. A stage for each of them, and a
 * tree of stages over all, would cost more than to send them.
 */
final class BatchAnswers {

    private final BatchView.Item[] items;
    private final AtomicInteger missing;
    private final CompletableFuture<BatchView> all = new CompletableFuture<>();

    /** @param size the number of messages, one or more */
    BatchAnswers(int size) {
        items = new BatchView.Item[size];
        missing = new AtomicInteger(size);
    }

    /** Says what became of one message, once. */
    void put(int index, BatchView.Item item) {
        items[index] = item;
        // The last one sees what all others have put before they counted.
        if (missing.decrementAndGet() == 0) {
            all.complete(new BatchView(Arrays.asList(items)));
        }
    }

    /** Is completed with the last answer. */
    CompletionStage<BatchView> all() {
        return all;
    }
}
