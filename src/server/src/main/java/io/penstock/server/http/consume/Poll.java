package io.penstock.server.http.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A poll is one request that waits for messages. What it has belongs to the lock of its consumer until it is over. */
final class Poll {

    private final int most;
    private final Duration lease;
    private final int mostBytes;
    private final List<Lease> leases = new ArrayList<>();
    private final CompletableFuture<List<Lease>> answer = new CompletableFuture<>();
    private boolean ending;
    private long bytes;

    /**
     * @param most that it takes
     * @param mostBytes after which it takes no more
     */
    Poll(int most, Duration lease, int mostBytes) {
        this.most = most;
        this.lease = lease;
        this.mostBytes = mostBytes;
    }

    Duration lease() {
        return lease;
    }

    /** How many more it takes, as far as their size allows. */
    int room() {
        return bytes >= mostBytes ? 0 : most - leases.size();
    }

    /** Whether it has all that it asked for, by number; otherwise credit for the rest is left. */
    boolean isComplete() {
        return leases.size() == most;
    }

    boolean isEmpty() {
        return leases.isEmpty();
    }

    void add(Lease one) {
        leases.add(one);
        bytes += one.bytes();
    }

    /** It takes what can be had at once, and waits no longer. */
    void end() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    List<Lease> leases() {
        return leases;
    }

    /** Completes when it is over, with what it was given; perhaps on a thread that must not be blocked. */
    CompletionStage<List<Lease>> answer() {
        return answer;
    }

    /** Is over. The result is false if it was before, so that nobody gets what it has. */
    boolean over() {
        return answer.complete(List.copyOf(leases));
    }

    boolean failed(Throwable failure) {
        return answer.completeExceptionally(failure);
    }
}
