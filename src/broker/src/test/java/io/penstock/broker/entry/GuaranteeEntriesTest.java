package io.penstock.broker.entry;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.broker.delivery.InlineLoop;
import io.penstock.broker.recovery.BrokerState;
import io.penstock.broker.recovery.JournalFollower;
import io.penstock.broker.subscription.EngineFactory;
import io.penstock.journal.record.EncodedRecord;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuaranteeEntriesTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 100);
    private static final IdHash HASH = new IdHash(1, 0x0203);
    private static final String HASH_HEX = "0000000000000001" + "0000000000000203";

    private static final Entry.Settled.Ranges[] RANGES = {new Entry.Settled.Ranges(2, new long[] {10, 12})};

    private static final Entry.Scheduling[] NO_SCHEDULES = {};
    private static final Entry.Scheduling CANCELLED = new Entry.ScheduleCancelled("s");

    private static String hex(Entry entry) {
        return HexFormat.of().formatHex(EntryCodec.encode(entry));
    }

    /** The bytes that are in the field: a test that has to be changed breaks them. */
    private static void assertGolden(Entry entry, String hex, String type) {
        assertThat(hex(entry)).isEqualTo(hex);
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(hex(EntryCodec.decode(ByteBuffer.wrap(bytes)))).isEqualTo(hex);
        assertThat(EntryViews.of(ByteBuffer.wrap(bytes)).type()).isEqualTo(type);
        for (int length = 1; length < bytes.length; length++) {
            var cut = ByteBuffer.wrap(bytes, 0, length);
            assertThatThrownBy(() -> EntryCodec.decode(cut))
                    .as("%s cut to %d bytes", type, cut.limit())
                    .isInstanceOf(UnreadableEntryException.class);
        }
    }

    @Test
    void shouldKeepTheBytesOfIdsAndProducers() {
        assertGolden(new GuaranteeEntry.Identified(5, 1, HASH, 300), "1e0501" + HASH_HEX + "ac02", "identified");
        var known = new GuaranteeEntry.KnownId(HASH, new RecordPosition(1, 7), 300);
        assertGolden(
                new GuaranteeEntry.IdsKnown(5, new GuaranteeEntry.KnownId[] {known}),
                "1f0501" + HASH_HEX + "0107ac02",
                "ids-known");
        assertGolden(new GuaranteeEntry.ProducerOpened(3, "p", 2, 300), "2003017002ac02", "producer-opened");
        assertGolden(new GuaranteeEntry.Sequenced(3, 300, 5, 2, 9), "2103ac02050209", "sequenced");
        assertGolden(
                new GuaranteeEntry.ProducerKnown(3, "p", 2, 300, 8, new int[] {5}, new long[] {300}),
                "2203017002ac02080105ac02",
                "producer-known");
        assertGolden(new GuaranteeEntry.ProducerExpired(3), "2303", "producer-expired");
        assertThat(IdHash.of("abc")).isEqualTo(new IdHash(0xba7816bf8f01cfeaL, 0x414140de5dae2223L));
    }

    @Test
    void shouldKeepTheBytesOfPreparedTransactions() {
        var id = GlobalId.of(new byte[] {(byte) 0xab, 1});
        var prepared = new GuaranteeEntry.Prepared(
                id,
                300,
                new GuaranteeEntry.PreparedSend[] {
                    new GuaranteeEntry.PreparedSend(5, new EncodedRecord(300, new byte[] {1, 1, 0}), HASH),
                    new GuaranteeEntry.PreparedSend(6, new EncodedRecord(1, new byte[] {2}), null)
                },
                new Entry.Settled[] {new Entry.Settled(9, RANGES)},
                NO_SCHEDULES);
        assertGolden(
                prepared,
                "2402ab01ac02" + "02" + "05ac0201" + HASH_HEX + "03010100" + "0601000102" + "01" + "07"
                        + "04090102010a02",
                "prepared");
        assertGolden(new GuaranteeEntry.Resolved(id, true), "2502ab0101", "resolved");
        assertGolden(new GuaranteeEntry.Forgotten(id), "2602ab01", "forgotten");
        assertGolden(new Entry.Locked(9, true, RANGES), "27090102010a02", "locked");
        assertGolden(new Entry.Locked(9, false, RANGES), "28090102010a02", "unlocked");
        var hours =
                Destination.queue("q").deduplication(Duration.ofSeconds(300)).build();
        assertGolden(
                new Entry.DestinationDeclared(hours, 5, 1),
                "0800017101" + "0501" + "01" + "0a03" + "ac0200",
                "destination-declared");
    }

    @Test
    void shouldKeepTheBytesOfPreparedChangesOfSchedules() {
        var everyMinute = Schedule.every(
                        "t", Duration.ofMinutes(1), Message.to("q").build())
                .build();
        var declared =
                new Entry.ScheduleDeclared(new StoredSchedule(everyMinute, false, 0, StoredSchedule.NEVER, 0, 0, 0));
        assertGolden(
                new GuaranteeEntry.Prepared(
                        GlobalId.of(new byte[] {(byte) 0xab, 1}),
                        300,
                        new GuaranteeEntry.PreparedSend[0],
                        new Entry.Settled[0],
                        new Entry.Scheduling[] {CANCELLED, declared}),
                "3002ab01ac020000" + "02" + "03490173" + hexOf(declared),
                "prepared");
    }

    private static String hexOf(Entry entry) {
        var bytes = EntryCodec.encode(entry);
        return HexFormat.of().toHexDigits((byte) bytes.length) + hex(entry);
    }

    /** A follower of a journal, with two destinations. */
    private static final class Side {

        private final InlineLoop loop = new InlineLoop();
        private final BrokerState state = BrokerState.empty(new EngineFactory(() -> loop));
        private final JournalFollower follower = new JournalFollower(state);

        private void tell(Entry entry) {
            follower.entry(ByteBuffer.wrap(EntryCodec.encode(entry)));
        }

        private Side restored(long[] ends) {
            var side = new Side();
            side.follower.restore(
                    ByteBuffer.wrap(follower.snapshot().toCompletableFuture().join()));
            side.state.destinations().opened(1, partition -> 0, partition -> ends[partition]);
            return side;
        }

        private List<String> state() {
            var all = new ArrayList<String>();
            state.guarantees().describe(state.destinations().destinations()).accept(entry -> all.add(hex(entry)));
            state.subscriptions().journaled().forEach(engine -> engine.describe(entry -> all.add(hex(entry))));
            return all;
        }
    }

    @Test
    void shouldRestoreWhatAReplayBuilds() {
        long first = new Random().nextInt();
        for (long seed = first; seed < first + SEEDS; seed++) {
            var random = new Random(seed);
            var replayed = new Side();
            var restored = new Side();
            var ends = new long[3];
            var next = new long[2];
            var start = List.of(
                    new Entry.DestinationDeclared(
                            Destination.queue("a").partitions(2).build(), 0, 1),
                    new Entry.DestinationDeclared(Destination.queue("b").build(), 2, 2),
                    new GuaranteeEntry.ProducerOpened(0, "p0", 1, 1),
                    new GuaranteeEntry.ProducerOpened(1, "p1", 1, 1));
            for (var entry : start) {
                replayed.tell(entry);
                restored.tell(entry);
            }
            int steps = random.nextInt(3 * EngineBounds.PRODUCER_RECEIPTS);
            for (int step = 0; step < steps; step++) {
                int partition = random.nextInt(ends.length);
                for (var side : List.of(replayed, restored)) {
                    side.follower.records(partition, ends[partition], 1, () -> new int[1]);
                }
                ends[partition]++;
                var entry = entry(random, partition, step, next);
                replayed.tell(entry);
                restored.tell(entry);
                if (random.nextInt(1_000) == 0) {
                    restored = restored.restored(ends);
                }
            }
            assertThat(restored.restored(ends).state()).as("seed %d", seed).isEqualTo(replayed.state());
        }
    }

    private static Entry entry(Random random, int partition, int step, long[] next) {
        var id = GlobalId.of(new byte[] {(byte) random.nextInt(5)});
        var ranges = new Entry.Settled.Ranges[] {new Entry.Settled.Ranges(0, new long[] {step, step + 1})};
        return switch (random.nextInt(14)) {
            case 0 ->
                new GuaranteeEntry.Prepared(
                        id,
                        step,
                        new GuaranteeEntry.PreparedSend[] {
                            new GuaranteeEntry.PreparedSend(partition, new EncodedRecord(step, new byte[3]), HASH)
                        },
                        new Entry.Settled[] {new Entry.Settled(1, ranges)},
                        random.nextBoolean() ? NO_SCHEDULES : new Entry.Scheduling[] {CANCELLED});
            case 1 -> new GuaranteeEntry.Resolved(id, random.nextBoolean());
            case 2 -> new GuaranteeEntry.Forgotten(id);
            case 3 -> new Entry.Locked(1 + random.nextInt(2), random.nextBoolean(), ranges);
            case 4 -> new Entry.Settled(1 + random.nextInt(2), ranges);
            case 5 -> new GuaranteeEntry.ProducerOpened(0, "p0", 2 + step, step);
            case 6, 7, 8, 9 -> {
                int producer = random.nextInt(4) / 3;
                yield new GuaranteeEntry.Sequenced(producer, next[producer]++, partition, 1, step);
            }
            default -> new GuaranteeEntry.Identified(partition, 1, IdHash.of("m" + random.nextInt(500)), step);
        };
    }

    @Test
    void shouldRefuseEntriesThatCannotFollow() {
        var side = new Side();
        for (var entry : List.of(
                new GuaranteeEntry.Identified(9, 1, HASH, 1),
                new GuaranteeEntry.IdsKnown(9, new GuaranteeEntry.KnownId[0]),
                new GuaranteeEntry.Sequenced(0, 0, 0, 1, 1))) {
            assertThatThrownBy(() -> side.tell(entry)).isInstanceOf(UnreadableEntryException.class);
        }
        side.tell(new Entry.DestinationDeclared(Destination.queue("a").build(), 0, 1));
        side.tell(new GuaranteeEntry.ProducerOpened(0, "p", 1, 1));
        assertThatThrownBy(() -> side.tell(new GuaranteeEntry.Sequenced(0, 1, 0, 1, 1)))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("producer 'p' goes on with number 1 after 0 messages");
    }
}
