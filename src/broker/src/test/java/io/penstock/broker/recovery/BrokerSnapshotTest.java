package io.penstock.broker.recovery;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.Destination;
import io.penstock.Lagging;
import io.penstock.Retention;
import io.penstock.Subscription;
import io.penstock.broker.delivery.InlineLoop;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.EntryViews;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.subscription.EngineFactory;
import io.penstock.broker.subscription.SubscriptionCatalog;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code -Dpenstock.seeds=N} tries more histories, {@code -Dpenstock.seed=S} only that one. */
class BrokerSnapshotTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 300);

    /** The bytes that checkpoints in the field hold: a test that has to be changed breaks them. */
    private static final String GOLDEN = "01" // version
            + "030a0202" // ids used: partitions below 2, subscriptions below 2
            + "0107" // started
            + "0701000171020001" // queue "q", 2 partitions from 0 on, subscription 1
            + "0b0401020001000301010402" // settled by 1: partition 0 [0,3), partition 1 [4,6)
            + "080501010701020400"; // tried by 1: partition 1, offset 7

    private static final class Side {

        private final InlineLoop[] loops = {new InlineLoop(), new InlineLoop()};
        private int assigned = 1;
        private final BrokerState state = BrokerState.empty(new EngineFactory(() -> loops[assigned++ % loops.length]));
        private final Catalog catalog = state.destinations();
        private final SubscriptionCatalog subscriptions = state.subscriptions();
        private final JournalFollower follower = new JournalFollower(state);

        private void tell(Entry... entries) {
            for (var entry : entries) {
                follower.entry(ByteBuffer.wrap(EntryCodec.encode(entry)));
            }
        }

        private byte[] snapshot() {
            return follower.snapshot().toCompletableFuture().join();
        }

        private static Side of(byte[] snapshot) {
            var side = new Side();
            side.follower.restore(ByteBuffer.wrap(snapshot));
            return side;
        }

        /** Everything that can be asked of the state. */
        private List<Object> state() {
            var all = new ArrayList<Object>(List.of(
                    catalog.nextPartitionId(),
                    subscriptions.nextId(),
                    follower.wasShutDown(),
                    catalog.destinations().stream()
                            .map(LocalDestination::asEntry)
                            .toList()));
            for (int id = 0; id < catalog.nextPartitionId(); id++) {
                var plan = follower.plan(id);
                all.add(plan == null ? "none" : plan);
                all.add(Arrays.toString(follower.needed(id, 0, 1_000)));
            }
            for (var engine : subscriptions.journaled()) {
                all.add(List.of(
                        engine.id(),
                        engine.declared(),
                        engine.isImplicit(),
                        subscriptions.isDeadLetterQueue(engine.name() + ".dlq")));
                engine.describe(entry -> all.add(EntryViews.of(ByteBuffer.wrap(EntryCodec.encode(entry)))));
            }
            return all;
        }

        private Set<Object> unordered() {
            return state().stream().collect(Collectors.toSet());
        }
    }

    /** Entries as a broker writes them. */
    private static final class History {

        private final Random random;
        private final List<Destination> destinations = new ArrayList<>();
        private final List<Integer> firstPartitions = new ArrayList<>();
        private final List<Entry.SubscriptionDeclared> subscriptions = new ArrayList<>();
        private final List<Integer> queueSubscriptions = new ArrayList<>();
        private int partitions;
        private int ids = 1;

        private History(long seed) {
            random = new Random(seed);
        }

        private Entry next() {
            int kind = destinations.isEmpty() ? 0 : random.nextInt(20);
            return switch (kind) {
                case 0, 1 -> destination();
                case 2 -> altered();
                case 3, 4 -> subscription();
                case 5 -> redeclared();
                case 6 -> removed();
                case 7 -> random.nextBoolean() ? new Entry.ShutDown() : new Entry.Started();
                default -> progress();
            };
        }

        private Entry destination() {
            int count = 1 + random.nextInt(3);
            boolean isQueue = random.nextBoolean();
            String name = "d" + destinations.size();
            var declared = policies(
                    isQueue
                            ? Destination.queue(name).partitions(count).build()
                            : Destination.topic(name).partitions(count).build());
            destinations.add(declared);
            firstPartitions.add(partitions);
            queueSubscriptions.add(isQueue ? ids++ : 0);
            partitions += count;
            return declared(destinations.size() - 1);
        }

        private Entry declared(int i) {
            return new Entry.DestinationDeclared(
                    destinations.get(i), firstPartitions.get(i), queueSubscriptions.get(i));
        }

        private Destination policies(Destination plain) {
            var compression = Compression.values()[random.nextInt(3)];
            if (plain.isQueue()) {
                return random.nextBoolean()
                        ? plain
                        : plain.copy().compression(compression).build();
            }
            var retention = Retention.builder()
                    .cleanup(random.nextBoolean() ? Cleanup.DELETE : Cleanup.COMPACT)
                    .maxAge(random.nextBoolean() ? null : Duration.ofMinutes(1 + random.nextInt(100)))
                    .maxBytes(random.nextInt(1_000))
                    .build();
            return plain.copy()
                    .retention(random.nextBoolean() ? retention : null)
                    .compression(compression)
                    .build();
        }

        private Entry altered() {
            int i = random.nextInt(destinations.size());
            var plain = Destination.builder(
                            destinations.get(i).name(), destinations.get(i).kind())
                    .partitions(destinations.get(i).partitions())
                    .build();
            destinations.set(i, policies(plain));
            return declared(i);
        }

        private Entry subscription() {
            int i = random.nextInt(destinations.size());
            var destination = destinations.get(i);
            if (destination.isQueue()) {
                var policies = Subscription.ofQueue(destination.name()).maxDeliveries(1 + random.nextInt(9));
                return new Entry.SubscriptionDeclared(queueSubscriptions.get(i), policies.build(), new long[0]);
            }
            var starts = random.longs(destination.partitions(), 0, 50).toArray();
            var declared = Subscription.ofTopic(destination.name(), "s" + ids)
                    .lagging(random.nextBoolean() ? Lagging.PROTECT : Lagging.SKIP)
                    .build();
            var entry = new Entry.SubscriptionDeclared(ids++, declared, starts);
            subscriptions.add(entry);
            return entry;
        }

        private Entry redeclared() {
            if (subscriptions.isEmpty()) {
                return subscription();
            }
            var old = subscriptions.get(random.nextInt(subscriptions.size()));
            var other = Subscription.ofTopic(
                            old.subscription().destination(), old.subscription().name())
                    .maxDeliveries(1 + random.nextInt(9))
                    .build();
            return new Entry.SubscriptionDeclared(old.id(), other, new long[0]);
        }

        private Entry removed() {
            return subscriptions.isEmpty()
                    ? subscription()
                    : new Entry.SubscriptionRemoved(subscriptions
                            .remove(random.nextInt(subscriptions.size()))
                            .id());
        }

        /** Of those that were removed as well: they may have been decided just before. */
        private Entry progress() {
            int id = 1 + random.nextInt(ids);
            if (id == ids) {
                return new Entry.Started();
            }
            long from = random.nextInt(200);
            if (random.nextBoolean()) {
                var attempts = random.nextInt(5) == 0 ? Attempts.NONE : new Attempts(1, 2, random.nextInt(99), from);
                return new Entry.Tried(id, 0, from, attempts);
            }
            long[] bounds = {from, from + 1 + random.nextInt(5), from + 10, from + 11};
            return new Entry.Settled(id, new Entry.Settled.Ranges[] {new Entry.Settled.Ranges(0, bounds)});
        }
    }

    @Test
    void shouldRestoreWhatAReplayBuilds() {
        var again = Long.getLong("penstock.seed");
        long first = again == null ? new Random().nextInt() : again;
        for (long seed = first; seed < first + (again == null ? SEEDS : 1); seed++) {
            var history = new History(seed);
            var replayed = new Side();
            var restored = new Side();
            int lives = 1 + new Random(seed).nextInt(4);
            for (int life = 0; life < lives; life++) {
                for (int i = 0; i < 60; i++) {
                    var entry = history.next();
                    replayed.tell(entry);
                    restored.tell(entry);
                }
                restored = Side.of(restored.snapshot());
                assertThat(restored.unordered())
                        .as("-Dpenstock.seed=%d, life %d", seed, life)
                        .isEqualTo(replayed.unordered());
            }
        }
    }

    @Test
    void shouldKeepTheBytes() {
        var side = new Side();
        var ranges = new Entry.Settled.Ranges[] {
            new Entry.Settled.Ranges(0, new long[] {0, 3}), new Entry.Settled.Ranges(1, new long[] {4, 6})
        };
        side.tell(
                new Entry.Started(),
                new Entry.DestinationDeclared(
                        Destination.queue("q").partitions(2).build(), 0, 1),
                new Entry.Settled(1, ranges),
                new Entry.Tried(1, 1, 7, new Attempts(1, 2, 4, 0)));

        assertThat(HexFormat.of().formatHex(side.snapshot())).isEqualTo(GOLDEN);
        assertThat(Side.of(HexFormat.of().parseHex(GOLDEN)).state()).isEqualTo(side.state());
    }

    @Test
    void shouldRestoreADestinationThatHasGrownAtEachOfItsSteps() {
        var steps = List.<Entry>of(
                new GrowthEntry.Begun(0, 3, 2),
                new GrowthEntry.Routed(0),
                new GrowthEntry.Over(0, new long[] {4, 6}),
                new Entry.DestinationDeclared(Destination.queue("other").build(), 3, 2),
                new GrowthEntry.Begun(0, 5, 4),
                new GrowthEntry.Over(0, new long[] {4, 7, 9}));
        var replayed = new Side();
        replayed.tell(new Entry.DestinationDeclared(
                Destination.queue("q").partitions(2).build(), 0, 1));
        int width = 2;
        for (var step : steps) {
            replayed.tell(step);
            width = step instanceof GrowthEntry.Begun begun ? begun.partitions() : width;

            var restored = Side.of(replayed.snapshot());

            assertThat(restored.state()).isEqualTo(replayed.state());
            var table = restored.catalog.find("q").partitions();
            assertThat(table.width()).isEqualTo(width);
            assertThat(table.growths())
                    .hasToString(
                            replayed.catalog.find("q").partitions().growths().toString());
            assertThat(restored.catalog.partition(table.get(width - 1).id())).isSameAs(table.get(width - 1));
        }
        assertThat(replayed.catalog.find("q").partitions().growths())
                .hasToString("[Growth[2 to 3, ends=[4, 6]], Growth[3 to 5, ends=[4, 7, 9]]]");
        var settled = new Entry.Settled.Ranges(4, new long[] {0, 3});
        replayed.tell(new Entry.Settled(1, new Entry.Settled.Ranges[] {settled}));
        assertThat(Side.of(replayed.snapshot()).state()).isEqualTo(replayed.state());
    }

    @Test
    void shouldRefuseWhatIsNoSnapshot() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        assertThatThrownBy(() -> Side.of(new byte[] {2}))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("version 2");
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, i < whole.length ? i : whole.length);
            if (damaged.length == whole.length) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Side.of(damaged);
            } catch (UnreadableEntryException e) {
                refused++;
            }
        }
        assertThat(refused)
                .as("most damage is seen, and none fails in another way")
                .isGreaterThan(1_000);
    }

    @Test
    void shouldFailRatherThanMissThePartOfALoopThatHasEnded() {
        var side = new Side();
        side.tell(new Entry.DestinationDeclared(Destination.queue("q").build(), 0, 1));
        side.loops[1].ended = true;

        assertThat(side.follower.snapshot().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void shouldPlanByDestination() {
        var side = new Side();
        var topic = Destination.topic("t")
                .partitions(2)
                .retention(Retention.builder().maxBytes(5).build())
                .compression(Compression.LZ4)
                .build();
        side.tell(
                new Entry.DestinationDeclared(Destination.queue("q").build(), 0, 1),
                new Entry.DestinationDeclared(topic, 1, 0),
                new Entry.SubscriptionDeclared(
                        2, Subscription.ofTopic("t", "s").lagging(Lagging.SKIP).build(), new long[2]));

        assertThat(side.follower.plan(0).cleanup()).isEqualTo(io.penstock.journal.archive.CleanupPolicy.SETTLED);
        assertThat(side.follower.plan(0).folder()).isEqualTo("q/0-0");
        assertThat(side.follower.plan(0).destination()).isEqualTo("q");
        var plan = side.follower.plan(2);
        assertThat(plan.folder()).isEqualTo("t/1-2");
        assertThat(plan.destination()).isEqualTo("t");
        assertThat(plan.index()).isEqualTo(1);
        assertThat(plan.maxAge()).isEqualTo(Duration.ofDays(7));
        assertThat(plan.maxBytes()).isEqualTo(5);
        assertThat(plan.protectsReaders()).isFalse();
        assertThat(plan.compression()).isEqualTo(io.penstock.journal.record.BatchCompression.LZ4);
        assertThat(side.follower.needed(2, 0, 10)).isEmpty();
        assertThat(side.follower.plan(3)).isNull();

        side.tell(
                new Entry.SubscriptionDeclared(3, Subscription.ofTopic("t", "p").build(), new long[] {4, 4}));

        assertThat(side.follower.plan(2).protectsReaders()).isTrue();
        assertThat(side.follower.needed(2, 0, 10)).containsExactly(4, 10);
    }
}
