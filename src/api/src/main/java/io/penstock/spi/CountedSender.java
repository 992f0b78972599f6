package io.penstock.spi;

import io.penstock.Message;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A counted sender is one whose messages are counted: see {@link SenderCounts}. Safe for use by any thread. */
public final class CountedSender {

    private final SenderCounts counts;
    private final String door;
    private final String name;
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    CountedSender(SenderCounts counts, String door, String name) {
        this.counts = counts;
        this.door = door;
        this.name = name;
    }

    String door() {
        return door;
    }

    String name() {
        return name;
    }

    /** The counts that this is a part of. */
    public SenderCounts counts() {
        return counts;
    }

    /** By destination. */
    Map<String, LongAdder> counters() {
        return counters;
    }

    /** Counts a message that is handed to the broker, whatever becomes of it; null is left to be refused there. */
    public void sent(@Nullable Message message) {
        if (message == null || !counts.isCounting()) {
            return;
        }
        var destination = message.destination();
        var counter = counters.get(destination);
        if (counter == null) {
            counter = SenderCounts.isCounted(destination) ? counts.counter(this, destination) : null;
        }
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts each of them. */
    public void sent(@Nullable List<Message> messages) {
        if (messages != null && counts.isCounting()) {
            messages.forEach(this::sent);
        }
    }
}
