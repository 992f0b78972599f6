package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.ConsumerStatistics;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.subscription.LocalConsumer;
import io.penstock.broker.subscription.Seek;
import io.penstock.broker.subscription.SubscriptionChange;
import io.penstock.conformance.tool.EachSeed;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets what, and in which order: every ordering, lanes, exclusive consumers, filters, seeks and pauses, under
 * random joins, departures, dispositions, crashes and restarts. A failing run prints its seed; {@code
 * -Dpenstock.seed=N} repeats it.
 */
class OrderingModelTest {

    private static final int SEEDS = 1_500;
    private static final int STEPS = 150;
    private static final int MAX_MEMBERS = 6;
    private static final long LEASE_MILLIS = 500;

    private static final RetryPolicy RETRY = RetryPolicy.builder()
            .maxRetries(-1)
            .delay(Duration.ofMillis(100))
            .factor(1)
            .jitter(Duration.ZERO)
            .build();

    private record Place(int partition, long offset) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return partition != other.partition
                    ? Integer.compare(partition, other.partition)
                    : Long.compare(offset, other.offset);
        }
    }

    private static final class Known {
        private final String key;
        private final String color;
        private final boolean delayed;
        private final boolean wanted;
        private boolean settled;
        private boolean disposed;

        private Known(String key, String color, boolean delayed, boolean wanted) {
            this.key = key;
            this.color = color;
            this.delayed = delayed;
            this.wanted = wanted;
        }
    }

    @Test
    void shouldKeepEveryOrderWhoeverJoinsLeavesOrFails() {
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
        private final int partitions;
        private final int lanes;
        private final Ordering ordering;
        private final boolean exclusive;
        private final boolean filtered;
        private final boolean filteredConsumers;
        private final boolean orderly;

        /** Of how many members one works in order: 0 for none, 1 for all. */
        private final int inOrder;

        private final EngineHarness harness;
        private final Map<Place, Known> model = new TreeMap<>();
        private final Map<Place, LocalDelivery> leases = new TreeMap<>();
        private final List<LocalConsumer> members = new ArrayList<>();
        private final Map<String, Member> groups = new HashMap<>();
        private AssertionError broken;

        private Run(long seed, boolean hasHoles, boolean isDistant) {
            random = new Random(seed);
            partitions = 1 + random.nextInt(4);
            ordering = Ordering.values()[random.nextInt(4)];
            exclusive = random.nextInt(4) == 0;
            filtered = random.nextInt(4) == 0;
            filteredConsumers = ordering != Ordering.PARTITION && !exclusive && random.nextBoolean();
            inOrder = random.nextInt(3);
            orderly = random.nextBoolean();
            lanes = 1 + random.nextInt(3);
            var subscription = Subscription.ofQueue("q")
                    .ordering(ordering)
                    .exclusive(exclusive)
                    .filter(filtered ? "keep = 'yes'" : null)
                    .retry(RETRY)
                    .maxDeliveries(1_000)
                    .build();
            var declared = Destination.queue("q")
                    .partitions(partitions)
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
                if (random.nextInt(3) > 0) {
                    harness.turn();
                }
                if (random.nextInt(3) > 0) {
                    harness.journal(random.nextInt(4), true);
                }
                throwBroken();
                forgetEndedLeases();
                checkCounts();
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
            } else if (dice < 38 && members.size() < MAX_MEMBERS) {
                join(random.nextInt(3));
            } else if (dice < 42 && !members.isEmpty()) {
                members.remove(random.nextInt(members.size())).close();
            } else if (dice < 52 && !members.isEmpty()) {
                requestOrPause(members.get(random.nextInt(members.size())));
            } else if (dice < 85) {
                dispose();
            } else if (dice < 94) {
                harness.now += random.nextInt(300);
            } else if (dice < 96) {
                seek();
            } else if (dice < 98) {
                pause(random.nextBoolean());
            } else {
                restart(random.nextBoolean());
            }
        }

        private void requestOrPause(LocalConsumer member) {
            if (random.nextInt(4) == 0) {
                member.pause();
            } else {
                member.request(1 + random.nextInt(5));
            }
        }

        private void send() {
            int partition = random.nextInt(partitions * lanes);
            String key = random.nextInt(4) == 0 ? null : "k" + random.nextInt(4);
            String color = random.nextBoolean() ? "red" : "blue";
            boolean keep = random.nextInt(3) > 0;
            boolean delayed = random.nextInt(6) == 0;
            var content = Message.to("q").key(key).header("color", color).header("keep", keep ? "yes" : "no");
            long offset = harness.send(partition, content, delayed ? harness.now + random.nextInt(600) : 0);
            model.put(new Place(partition, offset), new Known(key, color, delayed, keep || !filtered));
        }

        private void join(int taste) {
            var options = ConsumerOptions.ofQueue("q", "c")
                    .lease(Duration.ofMillis(LEASE_MILLIS))
                    .build();
            if (filteredConsumers && taste > 0) {
                options = options.copy()
                        .filter(taste == 1 ? "color = 'red'" : "color = 'blue'")
                        .build();
            }
            if (inOrder > 0 && random.nextInt(inOrder) == 0) {
                options = options.copy().worker("w" + random.nextInt(3)).build();
            }
            var member = harness.consumer(options, this::handed);
            member.request(1 + random.nextInt(8));
            members.add(member);
        }

        private void seek() {
            var offsets = new long[partitions * lanes];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = random.nextInt(harness.records.get(i).size() + 1);
            }
            harness.submit(new Seek.Alone(harness.engine, offsets));
        }

        private void pause(boolean paused) {
            harness.submit(new SubscriptionChange(harness.engine, new Entry.Paused(1, paused)));
        }

        private void handed(List<Delivery> deliveries) {
            try {
                deliveries.forEach(delivery -> check((LocalDelivery) delivery));
            } catch (AssertionError e) {
                broken = e;
            }
        }

        private void check(LocalDelivery delivery) {
            forgetEndedLeases();
            var place = new Place(delivery.partition(), delivery.offset());
            var known = model.get(place);
            assertThat(known.settled).as("%s is settled", place).isFalse();
            assertThat(leases).as("live leases").doesNotContainKey(place);
            assertThat(harness.engine.isPaused()).as("paused").isFalse();
            assertThat(known.wanted).as("%s is wanted", place).isTrue();
            String filter = delivery.member.options().filter();
            if (filter != null) {
                assertThat(filter).as("what takes %s", place).contains(known.color);
            }
            if (exclusive || ordering == Ordering.PARTITION) {
                checkOwner(place, delivery.member);
            }
            if (ordering == Ordering.PARTITION) {
                checkPartitionOrder(place, known);
            }
            if (known.key != null && (ordering == Ordering.KEY || ordering == Ordering.GROUP)) {
                checkKeyOrder(place, known, delivery.member);
            }
            if (known.key != null && ordering == Ordering.GROUP && !exclusive) {
                var owner = groups.put(known.key + (filteredConsumers ? known.color : ""), delivery.member);
                assertThat(owner == null
                                || owner.hasLeft()
                                || owner == delivery.member
                                || haveTogether(owner, delivery.member)
                                || filteredConsumers)
                        .as("group %s stays with its consumer", known.key)
                        .isTrue();
            }
            leases.put(place, delivery);
        }

        private void checkOwner(Place place, Member owner) {
            leases.forEach((other, lease) -> {
                if (other.partition() / lanes == place.partition() / lanes) {
                    assertThat(lease.member)
                            .as("owner of partition %d", place.partition())
                            .isSameAs(owner);
                }
            });
        }

        private void checkPartitionOrder(Place place, Known known) {
            model.forEach((other, state) -> {
                if (other.partition() != place.partition() || state.delayed || !state.wanted) {
                    return;
                }
                if (other.offset() < place.offset()) {
                    assertThat(state.settled || leases.containsKey(other))
                            .as("%s overtakes %s", place, other)
                            .isTrue();
                } else if (other.offset() > place.offset() && !known.delayed) {
                    var lease = leases.get(other);
                    assertThat(lease == null || lease.state == RecordState.SETTLING)
                            .as("%s comes while %s behind it is held", place, other)
                            .isTrue();
                }
            });
        }

        /** Members that work in order, and are one worker's: they may have several records of a key. */
        private boolean haveTogether(Member one, Member other) {
            return ordering == Ordering.GROUP && one.worksInOrder() && sameWorker(one, other);
        }

        private static boolean sameWorker(Member one, Member other) {
            return one.options().worker().equals(other.options().worker())
                    && Objects.equals(one.options().filter(), other.options().filter());
        }

        private void checkKeyOrder(Place place, Known known, Member member) {
            boolean mayPass = ordering == Ordering.GROUP && inOrder > 0 && filteredConsumers;
            model.forEach((other, state) -> {
                if (other.partition() != place.partition()
                        || other.equals(place)
                        || !known.key.equals(state.key)
                        || mayPass && !known.color.equals(state.color)) {
                    return;
                }
                var lease = leases.get(other);
                boolean isBefore = other.offset() < place.offset();
                boolean isDelayed = state.delayed || known.delayed;
                assertThat(lease == null || haveTogether(member, lease.member) && (isBefore || isDelayed))
                        .as("key %s is in process, so that %s has to wait", known.key, place)
                        .isTrue();
                boolean comparable = !isDelayed && state.wanted && (!filteredConsumers || mayPass);
                if (isBefore && comparable) {
                    assertThat(state.settled || lease != null)
                            .as("%s overtakes %s", place, other)
                            .isTrue();
                }
            });
        }

        private void dispose() {
            var held = leases.entrySet().stream()
                    .filter(lease -> lease.getValue().state == RecordState.ACQUIRED)
                    .filter(lease -> !model.get(lease.getKey()).disposed)
                    .toList();
            if (held.isEmpty()) {
                return;
            }
            // Leases are sorted: an orderly consumer takes the first of a partition.
            var chosen = held.get(random.nextInt(held.size()));
            if (orderly) {
                int partition = chosen.getKey().partition();
                chosen = held.stream()
                        .filter(lease -> lease.getKey().partition() == partition)
                        .findFirst()
                        .orElseThrow();
            }
            model.get(chosen.getKey()).disposed = true;
            switch (random.nextInt(6)) {
                case 0 -> chosen.getValue().failAsync(new IllegalStateException("failed"));
                case 1 -> chosen.getValue().releaseAsync(Duration.ofMillis(random.nextInt(2) * 50L), false);
                default -> chosen.getValue().acceptAsync();
            }
        }

        private void journaled(Decision decision) {
            for (var entry : decision.entries()) {
                if (entry instanceof Entry.Settled settled) {
                    settled(settled);
                } else if (entry instanceof Entry.Sought sought) {
                    model.forEach((place, known) -> {
                        known.settled = place.offset() < sought.offsets()[place.partition()];
                        known.disposed = false;
                    });
                }
            }
        }

        private void settled(Entry.Settled entry) {
            var accepted = new ArrayList<Place>();
            for (var ranges : entry.partitions()) {
                for (int i = 0; i < ranges.bounds().length; i += 2) {
                    for (long offset = ranges.bounds()[i]; offset < ranges.bounds()[i + 1]; offset++) {
                        var place = new Place(ranges.partition(), offset);
                        var known = model.get(place);
                        assertThat(known.settled)
                                .as("%s is settled once", place)
                                .isFalse();
                        assertThat(known.disposed).as("%s was accepted", place).isEqualTo(known.wanted);
                        known.settled = true;
                        if (known.wanted && !known.delayed) {
                            accepted.add(place);
                        }
                    }
                }
            }
            if (ordering == Ordering.PARTITION && orderly) {
                accepted.forEach(this::checkCompletedInOrder);
            }
        }

        private void checkCompletedInOrder(Place done) {
            model.forEach((other, state) -> {
                if (other.partition() == done.partition() && other.offset() < done.offset() && !state.delayed) {
                    assertThat(state.settled || !state.wanted)
                            .as("%s was processed before %s", done, other)
                            .isTrue();
                }
            });
        }

        private void forgetEndedLeases() {
            leases.entrySet().removeIf(lease -> {
                var state = lease.getValue().state;
                boolean ended = state != RecordState.ACQUIRED && state != RecordState.SETTLING;
                if (ended) {
                    model.get(lease.getKey()).disposed = false;
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
            groups.clear();
            model.values().forEach(known -> known.disposed = false);
            harness.restart(clean);
        }

        private void checkCounts() {
            var counts = harness.engine.report().statistics();
            assertThat(counts.waiting())
                    .isEqualTo(model.values().stream()
                            .filter(known -> !known.settled)
                            .count());
            assertThat(counts.acquired()).isEqualTo(leases.size());
            assertThat(counts.members()).hasSize(members.size());
            assertThat(counts.members().stream()
                            .mapToInt(ConsumerStatistics::held)
                            .sum())
                    .isLessThanOrEqualTo(leases.size());
            if (ordering == Ordering.PARTITION && !exclusive && !members.isEmpty()) {
                var shares = counts.members().stream()
                        .mapToInt(ConsumerStatistics::partitions)
                        .summaryStatistics();
                assertThat(shares.getSum()).isEqualTo(partitions);
                assertThat(shares.getMax() - shares.getMin()).isLessThanOrEqualTo(1);
                assertThat(counts.members())
                        .allMatch(each -> (each.partitions() == 0) == (each.idleReason() != null) || counts.paused());
            }
        }

        /** In the end everything that is wanted is accepted. */
        private void drain() {
            pause(false);
            join(0);
            for (int round = 0; round < 300 && model.values().stream().anyMatch(known -> !known.settled); round++) {
                members.forEach(member -> member.request(1_000));
                harness.settle();
                forgetEndedLeases();
                leases.forEach((place, lease) -> {
                    if (lease.state == RecordState.ACQUIRED && !model.get(place).disposed) {
                        model.get(place).disposed = true;
                        lease.acceptAsync();
                    }
                });
                harness.settle();
                harness.now += 50;
                throwBroken();
            }
            assertThat(model.values()).allMatch(known -> known.settled);
            assertThat(harness.engine.report().statistics().waiting()).isZero();
        }
    }
}
