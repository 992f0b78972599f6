package io.penstock.server.http.consume;

import io.penstock.Delivery;
import io.penstock.server.http.message.MessageBrowser;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the leases of one caller and subscription by their tokens. Safe for use by any thread. */
final class LeaseTable {

    /**
     * The time for which a lease that has ended is remembered: so long its token is answered with what has happened to
     * the message, and later with that it is not known.
     */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Tokens tokens;
    private final InstantSource clock;
    private final AtomicLong allBytes;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();

    /** @param allBytes of the messages in all tables */
    LeaseTable(Tokens tokens, InstantSource clock, AtomicLong allBytes) {
        this.tokens = tokens;
        this.clock = clock;
        this.allBytes = allBytes;
    }

    Lease add(Delivery delivery, Duration length) {
        int bytes = MessageBrowser.size(delivery.message());
        var lease = new Lease(tokens.next(), delivery, bytes, clock.instant().plus(length));
        leases.put(lease.token(), lease);
        count.incrementAndGet();
        allBytes.addAndGet(bytes);
        return lease;
    }

    /** The lease of that token; null if there is none. */
    Lease find(String token) {
        return leases.get(token);
    }

    /** Takes a lease out, since it is being settled. The result is false if somebody else has. */
    boolean remove(Lease lease) {
        if (!leases.remove(lease.token(), lease)) {
            return false;
        }
        count.decrementAndGet();
        allBytes.addAndGet(-lease.bytes());
        lease.over();
        return true;
    }

    /** Puts a lease back that could not be settled. */
    void putBack(Lease lease) {
        leases.put(lease.token(), lease);
        count.incrementAndGet();
        allBytes.addAndGet(lease.bytes());
    }

    int size() {
        return count.get();
    }

    /** Whether there is a lease that has not ended: one that has is only remembered. */
    boolean isHolding() {
        var now = clock.instant();
        return leases.values().stream().anyMatch(lease -> lease.end().isAfter(now));
    }

    Instant endOf(Duration length) {
        return clock.instant().plus(length);
    }

    /** Forgets what has ended for a while. */
    void sweep() {
        var before = clock.instant().minus(REMEMBERED);
        for (var lease : leases.values()) {
            if (lease.end().isBefore(before)) {
                remove(lease);
            }
        }
    }

    void clear() {
        leases.values().forEach(this::remove);
    }
}
