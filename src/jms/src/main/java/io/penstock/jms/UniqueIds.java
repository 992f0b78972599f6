package io.penstock.jms;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Names that no other factory gives, in this process or another: a random part of the factory, and a count. */
final class UniqueIds {

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    private UniqueIds(String prefix) {
        this.prefix = prefix;
    }

    static UniqueIds random() {
        return new UniqueIds(UUID.randomUUID().toString().replace("-", ""));
    }

    String next() {
        return prefix + "-" + count.incrementAndGet();
    }

    /** A message id, with the prefix that section 3.4.3 asks for. */
    String nextMessageId() {
        return "ID:" + next();
    }
}
