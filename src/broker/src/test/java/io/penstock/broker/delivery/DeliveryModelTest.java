package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.Ordering;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.subscription.LocalConsumer;
import io.penstock.conformance.tool.EachSeed;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The delivery engine under random sends, dispositions, expiries, delays, crashes and restarts, against a model that is
 * simple enough to be believed. A failing run prints its seed; {@code -Dpenstock.seed=N} repeats it.
 */
class DeliveryModelTest {

    private static final int SEEDS = 600;
    private static final int STEPS = 250;
    private static final int PARTITIONS = 2;
    private static final long LEASE_MILLIS = 500;
    private static final int MAX_DELIVERIES = 6;

    private static final RetryPolicy RETRY = RetryPolicy.builder()
            .maxRetries(2)
            .delay(Duration.ofMillis(100))
            .factor(2)
            .jitter(Duration.ofMillis(20))
            .maxDelay(Duration.ofSeconds(1))
            .build();

    private record Place(int partition, long offset) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return partition != other.partition
                    ? Integer.compare(partition, other.partition)
                    : Long.compare(offset, other.offset);
        }
    }

    /** What a consumer has asked for, which the journal may or may not learn of. */
    private enum Intent {
        NOTHING,
        ACCEPT,
        FAIL,
        RELEASE,
        REJECT
    }

    private static final class Known {
        private final String key;
        private final long deliverAt;
        private boolean settled;
        private boolean dead;
        private int failed;
        private int handOuts;
        private long dueAt;
        private long askedAt;
        private Intent intent = Intent.NOTHING;

        private Known(String key, long deliverAt) {
            this.key = key;
            this.deliverAt = deliverAt;
        }
    }

    @Test
    void shouldKeepItsPromisesWhateverHappens() {
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

    private static final class Run {

        private final Random random;
        private final boolean keyed;
        private final EngineHarness harness;
        private final Map<Place, Known> model = new TreeMap<>();
        private final Map<Place, LocalDelivery> leases = new HashMap<>();
        private final List<LocalConsumer> members = new ArrayList<>();
        private final Set<Place> told = new HashSet<>();
        private AssertionError broken;

        private Run(long seed, boolean hasHoles, boolean isDistant) {
            random = new Random(seed);
            var ordering = Ordering.values()[random.nextInt(Ordering.values().length)];
            keyed = ordering == Ordering.KEY || ordering == Ordering.GROUP;
            var subscription = Subscription.ofQueue("q")
                    .ordering(ordering)
                    .retry(RETRY)
                    .maxDeliveries(MAX_DELIVERIES)
                    .build();
            harness = new EngineHarness(PARTITIONS, subscription, random);
            harness.holes = hasHoles ? new Random(seed) : null;
            harness.distance = isDistant ? new Random(seed) : null;
            harness.onJournaled = this::journaled;
        }

        private void run() {
            for (int step = 0; step < STEPS; step++) {
                act(random.nextInt(100));
                if (random.nextInt(3) > 0) {
                    harness.turn();
                }
                if (random.nextInt(3) > 0) {
                    harness.journal(random.nextInt(4), true);
                }
                throwBroken();
                forgetEndedLeases();
                checkConservation();
            }
            drain();
            throwBroken();
        }

        private void throwBroken() {
            if (broken != null) {
                throw broken;
            }
        }

        private void act(int dice) {
            if (dice < 30) {
                send();
            } else if (dice < 40) {
                join();
            } else if (dice < 45 && !members.isEmpty()) {
                members.remove(random.nextInt(members.size())).close();
            } else if (dice < 55 && !members.isEmpty()) {
                members.get(random.nextInt(members.size())).request(1 + random.nextInt(5));
            } else if (dice < 85) {
                dispose();
            } else if (dice < 97) {
                harness.now += random.nextInt(300);
            } else {
                restart(random.nextBoolean());
            }
        }

        private void send() {
            int partition = random.nextInt(PARTITIONS);
            String key = random.nextInt(4) == 0 ? null : "k" + random.nextInt(3);
            long deliverAt = random.nextInt(5) == 0 ? harness.now + random.nextInt(600) : 0;
            long offset = harness.send(partition, key, deliverAt);
            model.put(new Place(partition, offset), new Known(key, deliverAt));
        }

        private void join() {
            var options = ConsumerOptions.ofQueue("q", "c")
                    .lease(Duration.ofMillis(LEASE_MILLIS))
                    .build();
            var member = harness.consumer(options, this::handed);
            member.request(1 + random.nextInt(8));
            members.add(member);
        }

        /** A handler's errors are caught by the engine; those of the model must not be. */
        private void handed(List<Delivery> deliveries) {
            try {
                check(deliveries);
            } catch (AssertionError e) {
                broken = e;
            }
        }

        private void check(List<Delivery> deliveries) {
            for (var delivery : deliveries) {
                var place = new Place(delivery.partition(), delivery.offset());
                var known = model.get(place);
                forgetEndedLeases();
                assertThat(known.settled).as("%s is settled", place).isFalse();
                assertThat(told).as("accepted and told so").doesNotContain(place);
                assertThat(leases).as("live leases").doesNotContainKey(place);
                assertThat(harness.now)
                        .as("due time of %s", place)
                        .isGreaterThanOrEqualTo(Math.max(known.dueAt, known.deliverAt));
                assertThat(delivery.attempt()).as("attempt of %s", place).isEqualTo(known.failed + 1);
                assertThat(delivery.deliveries()).isBetween(1, Math.min(++known.handOuts, MAX_DELIVERIES));
                checkKeyOrder(place, known);
                leases.put(place, (LocalDelivery) delivery);
            }
        }

        private void checkKeyOrder(Place place, Known known) {
            if (!keyed || known.key == null) {
                return;
            }
            model.forEach((other, state) -> {
                if (other.partition() != place.partition()
                        || other.equals(place)
                        || !Objects.equals(state.key, known.key)) {
                    return;
                }
                assertThat(leases).as("key %s is in process", known.key).doesNotContainKey(other);
                if (other.offset() < place.offset() && state.deliverAt == 0 && known.deliverAt == 0) {
                    assertThat(state.settled)
                            .as("%s overtakes %s", place, other)
                            .isTrue();
                }
            });
        }

        private void dispose() {
            var held = new ArrayList<>(leases.entrySet());
            if (held.isEmpty()) {
                return;
            }
            held.sort(Map.Entry.comparingByKey());
            var chosen = held.get(random.nextInt(held.size()));
            var known = model.get(chosen.getKey());
            var delivery = chosen.getValue();
            if (known.intent != Intent.NOTHING) {
                return;
            }
            known.askedAt = harness.now;
            switch (random.nextInt(6)) {
                case 0 -> {
                    known.intent = Intent.FAIL;
                    delivery.failAsync(new IllegalStateException("failed"));
                }
                case 1 -> {
                    known.intent = Intent.RELEASE;
                    delivery.releaseAsync(Duration.ofMillis(random.nextInt(2) * 50L), false);
                }
                case 2 -> {
                    known.intent = Intent.REJECT;
                    delivery.rejectAsync(DeadLetterReason.REJECTED, "rejected", null);
                }
                default -> {
                    known.intent = Intent.ACCEPT;
                    delivery.acceptAsync().thenRun(() -> told.add(chosen.getKey()));
                }
            }
        }

        /** What the journal holds is what counts, whether or not anybody was told. */
        private void journaled(Decision decision) {
            boolean letter = !decision.letters().isEmpty();
            for (var entry : decision.entries()) {
                if (entry instanceof Entry.Settled settled) {
                    for (var ranges : settled.partitions()) {
                        for (int i = 0; i < ranges.bounds().length; i += 2) {
                            for (long offset = ranges.bounds()[i]; offset < ranges.bounds()[i + 1]; offset++) {
                                settled(new Place(ranges.partition(), offset), letter);
                            }
                        }
                    }
                } else if (entry instanceof Entry.Tried tried) {
                    tried(new Place(tried.partition(), tried.offset()), tried.attempts());
                }
            }
        }

        private void settled(Place place, boolean letter) {
            var known = model.get(place);
            assertThat(known.settled).as("%s is settled once", place).isFalse();
            if (!letter) {
                assertThat(known.intent).isEqualTo(Intent.ACCEPT);
            } else if (known.intent == Intent.FAIL) {
                assertThat(known.failed == 2 || known.handOuts >= MAX_DELIVERIES)
                        .isTrue();
            } else if (known.intent != Intent.REJECT) {
                assertThat(known.handOuts).isGreaterThanOrEqualTo(MAX_DELIVERIES);
            }
            known.settled = true;
            known.dead = letter;
            known.intent = Intent.NOTHING;
        }

        private void tried(Place place, Attempts attempts) {
            var known = model.get(place);
            if (attempts.failed() != known.failed) {
                assertThat(known.intent).isEqualTo(Intent.FAIL);
                assertThat(attempts.failed()).isEqualTo(known.failed + 1);
                long grown = 100L << known.failed;
                assertThat(attempts.dueAtMillis()).isBetween(known.askedAt + grown - 20, harness.now + grown + 20);
                known.failed++;
            }
            known.dueAt = attempts.dueAtMillis();
        }

        private void forgetEndedLeases() {
            leases.entrySet().removeIf(lease -> {
                var state = lease.getValue().state;
                boolean ended = state != RecordState.ACQUIRED && state != RecordState.SETTLING;
                if (ended && !model.get(lease.getKey()).settled) {
                    model.get(lease.getKey()).intent = Intent.NOTHING;
                }
                return ended;
            });
        }

        private void restart(boolean clean) {
            if (clean) {
                harness.engine.releaseAll();
                harness.settle();
            } else {
                harness.journal(random.nextInt(3), false);
            }
            members.clear();
            leases.clear();
            for (var known : model.values()) {
                known.intent = Intent.NOTHING;
                // A hand-out that was journaled, and that the crash prevented.
                known.handOuts += clean || known.settled ? 0 : 1;
            }
            harness.restart(clean);
        }

        private void checkConservation() {
            var counts = harness.engine.report().statistics();
            long unsettled =
                    model.values().stream().filter(known -> !known.settled).count();
            assertThat(counts.waiting()).as("sent = settled + waiting").isEqualTo(unsettled);
            long held = leases.values().stream()
                    .filter(lease -> lease.state == RecordState.ACQUIRED || lease.state == RecordState.SETTLING)
                    .count();
            assertThat(counts.acquired()).as("acquired").isEqualTo(held);
            assertThat(counts.acquired() + counts.scheduled()).isLessThanOrEqualTo(counts.waiting());
        }

        /** In the end everything is accepted or dead, once. */
        private void drain() {
            join();
            members.forEach(member -> member.request(Long.MAX_VALUE));
            for (int round = 0; round < 200 && model.values().stream().anyMatch(k -> !k.settled); round++) {
                harness.settle();
                forgetEndedLeases();
                for (var lease : leases.entrySet()) {
                    var known = model.get(lease.getKey());
                    if (known.intent == Intent.NOTHING && lease.getValue().state == RecordState.ACQUIRED) {
                        known.intent = Intent.ACCEPT;
                        lease.getValue().acceptAsync();
                    }
                }
                harness.settle();
                harness.now += 50;
            }
            assertThat(model.values()).allMatch(known -> known.settled);
            assertThat(harness.engine.report().statistics().waiting()).isZero();
            var dead = model.entrySet().stream()
                    .filter(e -> e.getValue().dead)
                    .map(e -> e.getKey().partition() + "-" + e.getKey().offset())
                    .toList();
            assertThat(harness.letters)
                    .extracting(letter -> letter.message().id())
                    .containsExactlyInAnyOrderElementsOf(dead);
            assertThat(harness.letters)
                    .allMatch(letter -> DeadLetterRecord.of(letter.message()).isPresent());
        }
    }
}
