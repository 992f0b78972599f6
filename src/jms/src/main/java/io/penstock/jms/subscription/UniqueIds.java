package io.penstock.jms.subscription;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes names that no other factory makes, in this process or another: a random part of the factory, and a count. */
public final class UniqueIds {

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    private UniqueIds(String prefix) {
        this.prefix = prefix;
    }

    public static UniqueIds random() {
        return new UniqueIds(UUID.randomUUID().toString().replace("-", ""));
    }

    public String next() {
        return prefix + "-" + count.incrementAndGet();
    }

    /** Makes a message id, with the prefix that section 3.4.3 asks for. */
    public String nextMessageId() {
        return "ID:" + next();
    }
}
