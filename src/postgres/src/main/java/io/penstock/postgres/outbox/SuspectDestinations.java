package io.penstock.postgres.outbox;

import io.penstock.postgres.outbox.OutboxTable.Wish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Destinations that have refused what any of their messages would be refused for, such as full ones. Nothing is claimed
 * for them until their time is over, and then one row at a time until one is taken: each row that is claimed in vain
 * costs a number. Used by one thread.
 */
final class SuspectDestinations {

    private final LongSupplier nanos;
    private final Map<String, Long> untilNanos = new HashMap<>();

    SuspectDestinations(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void suspect(String destination, Duration pause) {
        untilNanos.put(destination, nanos.getAsLong() + pause.toNanos());
    }

    void trust(String destination) {
        untilNanos.remove(destination);
    }

    Wish wish(int limit) {
        long now = nanos.getAsLong();
        var probed = new ArrayList<String>();
        untilNanos.forEach((destination, until) -> {
            if (until - now <= 0) {
                probed.add(destination);
            }
        });
        return new Wish(limit, new ArrayList<>(untilNanos.keySet()), probed);
    }
}
