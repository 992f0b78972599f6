package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.subscription.LocalConsumer;
import io.penstock.conformance.tool.EachSeed;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A destination that grows again and again under random sends, some of them routed as before, dispositions, crashes and
 * restarts: what has a key is handed out in the order in which it was sent. A failing run prints its seed; {@code
 * -Dpenstock.seed=N} repeats it.
 */
class GrowthModelTest {

    private static final int SEEDS = 500;
    private static final int STEPS = 150;
    private static final int KEYS = 6;
    private static final int MAX_WIDTH = 12;

    private static final RetryPolicy RETRY = RetryPolicy.builder()
            .maxRetries(-1)
            .delay(Duration.ofMillis(100))
            .factor(1)
            .jitter(Duration.ZERO)
            .build();

    @Test
    void shouldKeepTheOrderOfKeysHoweverOftenItGrows() {
        EachSeed.fromZero(SEEDS, seed -> new Run(seed, false, false).run());
    }

    @Test
    void shouldDoSoWhereSomeOffsetsHaveNoRecord() {
        EachSeed.fromZero(SEEDS, seed -> new Run(seed, true, false).run());
    }

    @Test
    void shouldDoSoWhereRecordsHaveToBeFetchedFirst() {
        EachSeed.fromZero(SEEDS, seed -> new Run(seed, seed % 2 == 0, true).run());
    }

    private static final class Sent {
        private final int number;
        private final String key;
        private final boolean delayed;
        private final long dueAt;
        private int partition;
        private long offset = -1;
        private boolean settled;
        private boolean disposed;
        private LocalDelivery lease;

        private Sent(int number, String key, boolean delayed, long dueAt) {
            this.number = number;
            this.key = key;
            this.delayed = delayed;
            this.dueAt = dueAt;
        }

        @Override
        public String toString() {
            return number + "(" + key + (delayed ? " delayed" : "") + (settled ? " settled" : "") + ") at " + partition
                    + "-" + offset + (lease == null ? "" : " " + lease.state);
        }
    }

    private static final class Run {

        private final Random random;
        private final Ordering ordering;
        private final int lanes;
        private final EngineHarness harness;
        private final Map<String, List<Sent>> byKey = new HashMap<>();
        private final Map<String, Sent> byPlace = new HashMap<>();

        /** Routed, and not written yet. */
        private final List<Sent> onTheWay = new ArrayList<>();

        private final List<LocalConsumer> members = new ArrayList<>();
        private int count;
        private AssertionError broken;

        private Run(long seed, boolean hasHoles, boolean isDistant) {
            random = new Random(seed);
            ordering = List.of(Ordering.KEY, Ordering.GROUP, Ordering.PARTITION).get(random.nextInt(3));
            lanes = 1 + random.nextInt(2);
            var subscription = Subscription.ofQueue("q")
                    .ordering(ordering)
                    .retry(RETRY)
                    .maxDeliveries(1_000)
                    .build();
            var declared = Destination.queue("q")
                    .partitions(1 + random.nextInt(3))
                    .priorities(lanes)
                    .build();
            harness = new EngineHarness(declared, subscription, random);
            harness.holes = hasHoles ? new Random(seed) : null;
            harness.distance = isDistant ? new Random(seed) : null;
            harness.onJournaled = this::journaled;
        }

        private void run() {
            for (int step = 0; step < STEPS; step++) {
                act(random.nextInt(100));
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> harness.turn();
                    case 3 -> harness.restOfTurn();
                    default -> {}
                }
                if (random.nextInt(3) > 0) {
                    harness.journal(random.nextInt(4), true);
                }
                throwBroken();
            }
            drain();
        }

        private void act(int dice) {
            if (dice < 35) {
                route();
            } else if (dice < 55) {
                write(1);
            } else if (dice < 62 && members.size() < 5) {
                join();
            } else if (dice < 65 && !members.isEmpty()) {
                members.remove(random.nextInt(members.size())).close();
            } else if (dice < 90) {
                dispose();
            } else if (dice < 93) {
                harness.now += random.nextInt(200);
            } else if (dice < 98) {
                grow();
            } else {
                restart(random.nextBoolean());
            }
        }

        private void throwBroken() {
            if (broken != null) {
                throw broken;
            }
        }

        private void route() {
            String key = "k" + random.nextInt(KEYS);
            boolean delayed = random.nextInt(10) == 0;
            var sent = new Sent(count++, key, delayed, delayed ? harness.now + random.nextInt(600) : 0);
            sent.partition = harness.destination
                    .partitions()
                    .route(key.getBytes(StandardCharsets.UTF_8), Math.floorMod(key.hashCode(), lanes))
                    .index();
            byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(sent);
            onTheWay.add(sent);
        }

        private void write(int most) {
            for (int i = 0; i < most && !onTheWay.isEmpty(); i++) {
                var sent = onTheWay.remove(0);
                sent.offset = harness.send(sent.partition, Message.to("q").key(sent.key), sent.dueAt);
                byPlace.put(sent.partition + "-" + sent.offset, sent);
            }
        }

        /** A growth is over when all has been written that was routed as before. */
        private void grow() {
            if (harness.destination.partitions().unfinished() != null) {
                write(Integer.MAX_VALUE);
                harness.grown();
            } else if (harness.destination.partitions().width() < MAX_WIDTH) {
                boolean isInTurn = random.nextBoolean();
                if (isInTurn) {
                    harness.beginTurn();
                }
                harness.growing(harness.destination.partitions().width() + 1 + random.nextInt(2));
                if (isInTurn) {
                    for (int key = 0; key < KEYS; key++) {
                        route();
                    }
                    write(Integer.MAX_VALUE);
                    harness.restOfTurn();
                }
            }
        }

        private void join() {
            var options = ConsumerOptions.ofQueue("q", "c").lease(Duration.ZERO).build();
            var member = harness.consumer(options, this::handed);
            member.request(1_000);
            members.add(member);
        }

        private void handed(List<Delivery> deliveries) {
            try {
                deliveries.forEach(delivery -> check((LocalDelivery) delivery));
            } catch (AssertionError e) {
                broken = e;
            }
        }

        private void check(LocalDelivery delivery) {
            var sent = byPlace.get(delivery.partition() + "-" + delivery.offset());
            assertThat(sent.settled).isFalse();
            for (var earlier : byKey.get(sent.key)) {
                if (earlier == sent) {
                    break;
                }
                boolean inOrder = ordering == Ordering.PARTITION
                        && earlier.partition == sent.partition
                        && isHeld(earlier)
                        && earlier.lease.member == delivery.member;
                assertThat(earlier.settled || earlier.delayed || inOrder || sent.delayed)
                        .as(
                                "%s: message %d in %d overtakes %d in %d of %s",
                                ordering, sent.number, sent.partition, earlier.number, earlier.partition, sent.key)
                        .isTrue();
            }
            sent.lease = delivery;
            sent.disposed = false;
        }

        private static boolean isHeld(Sent sent) {
            return sent.lease != null
                    && (sent.lease.state == RecordState.ACQUIRED || sent.lease.state == RecordState.SETTLING);
        }

        private void dispose() {
            var held = byPlace.values().stream()
                    .filter(sent -> sent.lease != null && sent.lease.state == RecordState.ACQUIRED && !sent.disposed)
                    .sorted((a, b) -> Integer.compare(a.number, b.number))
                    .toList();
            if (held.isEmpty()) {
                return;
            }
            var sent = held.get(random.nextInt(held.size()));
            sent.disposed = true;
            switch (random.nextInt(8)) {
                case 0 -> sent.lease.failAsync(new IllegalStateException("failed"));
                case 1 -> sent.lease.releaseAsync(Duration.ZERO, false);
                case 2 -> sent.lease.rejectAsync(io.penstock.DeadLetterReason.REJECTED, "no", null);
                default -> sent.lease.acceptAsync();
            }
        }

        private void journaled(Decision decision) {
            for (var entry : decision.entries()) {
                if (entry instanceof Entry.Settled settled) {
                    for (var ranges : settled.partitions()) {
                        for (int i = 0; i < ranges.bounds().length; i += 2) {
                            for (long at = ranges.bounds()[i]; at < ranges.bounds()[i + 1]; at++) {
                                byPlace.get(ranges.partition() + "-" + at).settled = true;
                            }
                        }
                    }
                }
            }
        }

        private void restart(boolean clean) {
            if (clean) {
                harness.engine.releaseAll();
                harness.settle();
            } else {
                harness.journal(random.nextInt(3), false);
            }
            members.clear();
            byPlace.values().forEach(sent -> sent.lease = null);
            // What was on its way is lost with the process; what an unfinished growth waits for is then known.
            onTheWay.forEach(lost -> byKey.get(lost.key).remove(lost));
            onTheWay.clear();
            harness.restart(clean);
            if (harness.destination.partitions().unfinished() != null) {
                harness.grown();
            }
        }

        /** In the end everything is settled: nothing waits for ever. */
        private void drain() {
            write(Integer.MAX_VALUE);
            if (harness.destination.partitions().unfinished() != null) {
                harness.grown();
            }
            join();
            for (int round = 0; round < 300 && byPlace.values().stream().anyMatch(sent -> !sent.settled); round++) {
                members.forEach(member -> member.request(1_000));
                harness.settle();
                byPlace.values().stream()
                        .filter(sent -> sent.lease != null && sent.lease.state == RecordState.ACQUIRED)
                        .filter(sent -> !sent.disposed)
                        .forEach(sent -> {
                            sent.disposed = true;
                            sent.lease.acceptAsync();
                        });
                harness.settle();
                harness.now += 50;
                throwBroken();
            }
            assertThat(byPlace.values().stream().filter(sent -> !sent.settled))
                    .as("%s, %s", ordering, harness.destination.partitions().growths())
                    .isEmpty();
        }
    }
}
