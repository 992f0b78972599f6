package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.OwnershipRules;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Owners are processes that are killed, or held for longer than their lease, under load. {@code -Dpenstock.kills=20}
 * does that more often.
 */
class OwnerKillTest {

    private static final int KILLS = Integer.getInteger("penstock.kills", 1);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MESSAGES = 300;

    private final Cell cell =
            new Cell(TestKafka.bootstrapServers(), TestKafka.uniqueName(), LEASE, 1, OwnershipRules.ALL);
    private final Ledger ledger = new Ledger();
    private final List<InstanceProcess> instances = new ArrayList<>();
    private int started;

    @Test
    void shouldLoseAndDoubleNothingWhenOwnersAreKilledAndHeld() throws Exception {
        try {
            start();
            start();
            awaitOwner(0, MESSAGES);
            for (int i = 0; i < KILLS; i++) {
                kill();
                hold();
            }
        } finally {
            instances.forEach(InstanceProcess::close);
        }

        ledger.compare(cell);
        System.out.println("Owners killed " + KILLS + " time(s) and held as often: " + ledger);
        assertThat(ledger.violations()).isEmpty();
    }

    private void start() throws Exception {
        instances.add(InstanceProcess.start(cell, "" + (char) ('a' + started++), ledger));
    }

    private void awaitOwner(long after, int messages) {
        await("an owner after number " + after)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> instances.stream().anyMatch(each -> each.hasServedSince(after, messages)));
    }

    private InstanceProcess owner() {
        return instances.stream()
                .max(Comparator.comparingLong(InstanceProcess::epoch))
                .orElseThrow();
    }

    private void kill() throws Exception {
        var owner = owner();
        long began = System.nanoTime();
        owner.kill();
        instances.remove(owner);
        start();
        awaitNext("killed", owner, began);
    }

    private void hold() {
        var owner = owner();
        long began = System.nanoTime();
        owner.hold();
        awaitNext("held", owner, began);
        owner.goOn();
    }

    private void awaitNext(String what, InstanceProcess owner, long began) {
        awaitOwner(owner.epoch(), 1);
        System.out.printf(
                Locale.ROOT,
                "Owner %d was %s: the next message was acknowledged after %d ms, with a lease of %d ms.%n",
                owner.epoch(),
                what,
                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                LEASE.toMillis());
        awaitOwner(owner.epoch(), MESSAGES);
    }
}
