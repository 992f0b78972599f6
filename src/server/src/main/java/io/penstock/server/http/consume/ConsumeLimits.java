package io.penstock.server.http.consume;

import io.penstock.quarkus.config.Setting;

import java.time.Duration;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Holds the limits of consuming over HTTP, each checked under the name of its property. */
@Singleton
final class ConsumeLimits {

    /** The longest wait: shorter than the time after which a connection without a word is closed. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** The wait of a poll that names none: long enough to cost little, short enough for proxies. */
    static final Duration USUAL_WAIT = Duration.ofSeconds(20);

    /** The most messages that one poll returns, and that one request settles: more make no request cheaper. */
    static final int MOST_MESSAGES = 1_000;

    /** The shortest lease: a client cannot answer faster for sure. */
    static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    /** The longest lease: what is held for longer without a word was forgotten. */
    static final Duration LONGEST_LEASE = Duration.ofHours(12);

    /** The keys, headers and bodies of one answer. */
    static final int ANSWER_BYTES = 4 << 20;

    private static final Setting CONSUME = new Setting("penstock.http.consume");

    /** More than any process has connections. */
    private static final int MOST = 1_000_000;

    /** The part of the heap for messages that are leased; the rest is for what arrives, caches and indexes. */
    private static final int HEAP_SHARE = 8;

    private final Duration lease;
    private final int polls;
    private final int leased;
    private final long leasedBytes;
    private final int consumers;
    private final Duration idleTime;

    /** @throws io.penstock.PenstockException.InvalidConfiguration if a limit cannot be */
    @Inject
    ConsumeLimits(ConsumeSettings settings) {
        lease = CONSUME.of("lease").within(settings.lease(), SHORTEST_LEASE, LONGEST_LEASE);
        polls = CONSUME.of("max-polls").within(settings.maxPolls(), 1, MOST);
        leased = CONSUME.of("max-leased").within(settings.maxLeased(), 1, MOST);
        leasedBytes = settings.maxLeasedSize()
                .map(size -> CONSUME.of("max-leased-size").within(size, 1, Long.MAX_VALUE))
                .orElse(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        consumers = CONSUME.of("max-consumers").within(settings.maxConsumers(), 1, MOST);
        idleTime = CONSUME.of("idle-time").within(settings.idleTime(), Duration.ofMillis(1), Duration.ofDays(1));
    }

    Duration lease() {
        return lease;
    }

    int polls() {
        return polls;
    }

    int leased() {
        return leased;
    }

    long leasedBytes() {
        return leasedBytes;
    }

    int consumers() {
        return consumers;
    }

    Duration idleTime() {
        return idleTime;
    }
}
