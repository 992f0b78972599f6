package io.penstock.server.http.request;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bodies that are arriving, and the bytes of all that are in memory. Safe for use by any thread. */
final class BodyStore {

    private final BodyLimits limits;
    private final AtomicInteger arriving = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    BodyStore(BodyLimits limits) {
        this.limits = limits;
    }

    /** Counts a body that begins to arrive. The result is false if too many are arriving already. */
    boolean begin() {
        if (arriving.incrementAndGet() <= limits.number()) {
            return true;
        }
        arriving.decrementAndGet();
        return false;
    }

    void end() {
        arriving.decrementAndGet();
    }

    /** Takes memory for that many bytes. The result is false if there is no room for them; then they do not count. */
    boolean take(long count) {
        if (bytes.addAndGet(count) <= limits.totalBytes()) {
            return true;
        }
        bytes.addAndGet(-count);
        return false;
    }

    void giveBack(long count) {
        bytes.addAndGet(-count);
    }
}
