package io.penstock.server.http.consume;

import io.penstock.Delivery;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A lease is one delivery in the hands of one caller, who settles it by its token. Safe for use by any thread. */
public final class Lease {

    private static final Runnable NOBODY = () -> {};

    private final String token;
    private final Delivery delivery;
    private final int bytes;
    private volatile Instant end;
    private final AtomicReference<Runnable> listener = new AtomicReference<>();

    Lease(String token, Delivery delivery, int bytes, Instant end) {
        this.token = token;
        this.delivery = delivery;
        this.bytes = bytes;
        this.end = end;
    }

    String token() {
        return token;
    }

    Delivery delivery() {
        return delivery;
    }

    /** The size of its message, which is in memory as long as it is held. */
    int bytes() {
        return bytes;
    }

    /** The time at which it ends, unless it is renewed. */
    Instant end() {
        return end;
    }

    /** Has something done once, when the token is not good any more; at once if that is so already. */
    void whenOver(Runnable then) {
        if (!listener.compareAndSet(null, then)) {
            then.run();
        }
    }

    /** The token is not good any more. */
    void over() {
        var told = listener.getAndSet(NOBODY);
        if (told != null) {
            told.run();
        }
    }

    void renewed(Instant later) {
        end = later;
    }
}
