package io.penstock.server.http.overview;

import io.penstock.spi.SenderCounts;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Computes once a second how much each sender sends where. What it has found may be read by any thread. */
final class SenderRates {

    /** For so many rounds, a second each, a sender is shown that sends nothing any more. */
    static final int IDLE_ROUNDS = (int) Duration.ofHours(1).toSeconds();

    private final SenderCounts counts;
    private final LongSupplier nanos;
    private Map<Pair, Long> before = Map.of();
    private long roundBefore;
    private volatile Map<Pair, Double> rates = Map.of();

    /** A sender, known by its door and its name there, and where it sends to. */
    record Pair(String door, String name, String destination) {}

    SenderRates(SenderCounts counts, LongSupplier nanos) {
        this.counts = counts;
        this.nanos = nanos;
        roundBefore = nanos.getAsLong();
        counts.begin();
    }

    /** @param destinations the names of all that exist: what is sent to others is refused, and not shown */
    void sample(Set<String> destinations) {
        counts.sweep(destinations::contains, IDLE_ROUNDS);
        long now = nanos.getAsLong();
        var counted = new HashMap<Pair, Long>();
        var found = new HashMap<Pair, Double>();
        counts.forEach((door, name, destination, sent) -> {
            var pair = new Pair(door, name, destination);
            counted.put(pair, sent);
            found.put(pair, Rate.rounded(Rate.between(before.getOrDefault(pair, 0L), sent, now - roundBefore)));
        });
        before = counted;
        roundBefore = now;
        rates = found;
    }

    /** Messages a second, by sender and destination. */
    Map<Pair, Double> rates() {
        return rates;
    }

    /** Whether there are more senders than are told apart. */
    boolean isCut() {
        return counts.isCut();
    }
}
