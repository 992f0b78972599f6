package io.penstock.kafka.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Has what concerns one topic done one after the other, and what concerns several of them at once. */
final class TopicQueue {

    private final Map<String, CompletableFuture<Void>> last = new HashMap<>();

    /** Begins with it once everything has ended that came before for that topic. */
    CompletableFuture<Void> next(String topic, Supplier<CompletableFuture<Void>> work) {
        CompletableFuture<Void> begin = new CompletableFuture<>();
        var mine = begin.thenCompose(begun -> work.get());
        CompletableFuture<Void> before;
        synchronized (last) {
            before = last.put(topic, mine);
        }
        mine.whenComplete((done, failure) -> {
            synchronized (last) {
                last.remove(topic, mine);
            }
        });
        if (before == null) {
            begin.complete(null);
        } else {
            before.whenComplete((done, failure) -> begin.complete(null));
        }
        return mine;
    }
}
