package io.penstock.broker.entry;

import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterRequest;
import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.OperationKind;
import io.penstock.Schedule;
import io.penstock.Subscription;
import io.penstock.broker.recovery.BrokerState;
import io.penstock.broker.recovery.JournalFollower;
import io.penstock.broker.subscription.EngineFactory;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** The bytes below are what logs in the field hold: a test that has to be changed breaks them. */
class ManagementEntriesTest {

    private static final Schedule CRON = Schedule.cron(
                    "n",
                    "0 0 6 * * ?",
                    Message.to("q").key("k").body("b").header("h", "v").build())
            .zone(ZoneId.of("Europe/Berlin"))
            .end(Instant.ofEpochSecond(300))
            .misfire(MisfirePolicy.FIRE_ALL)
            .build();
    private static final Schedule INTERVAL =
            Schedule.every("i", Duration.ofMinutes(1), Message.to("q").build()).build();
    private static final DeadLetterRequest LETTERS = DeadLetterRequest.all("q.dlq", "ada")
            .messageIds(Set.of("b", "a"))
            .filter("x = 1")
            .limit(300)
            .perSecond(5)
            .reason("why")
            .build();

    private static final List<Entry> ENTRIES = List.of(
            new Entry.ScheduleDeclared(new StoredSchedule(CRON, true, 1, 2, 3, 4, 5)),
            new Entry.ScheduleDeclared(new StoredSchedule(INTERVAL, false, 1, StoredSchedule.NEVER, 0, 0, 0)),
            new Entry.ScheduleFired("n", 300, StoredSchedule.NEVER, 2),
            new Entry.ScheduleFired("n", StoredSchedule.NEVER, 300, 2),
            new Entry.SchedulePaused("n", true, 300),
            new Entry.ScheduleCancelled("n"),
            new Entry.OperationNoted(
                    StoredOperation.ofLetters(7, OperationKind.DISCARD, 300, LETTERS, new long[] {5, 300})),
            new Entry.OperationNoted(StoredOperation.finished(8, OperationKind.PURGE, 300, "ada", "t", "s", 9, 2)),
            new Entry.OperationCounted(7, 300),
            new Entry.OperationEnded(7, 300, 2),
            new Entry.DestinationDeleted("q", 300),
            new Entry.OperationNoted(StoredOperation.ofLetters(
                    7,
                    OperationKind.DISCARD,
                    300,
                    LETTERS.copy().delay(Duration.ofMillis(10_500)).build(),
                    new long[] {5, 300})));

    private static final List<String> GOLDEN = List.of(
            "46016e017103016b016201016801760b3020302036202a202a203f0d4575726f70652f4265726c69"
                    + "6e000000ad020002010103030405",
            "4601690171000000015a3c00000000000100000000",
            "47016ead020002",
            "47016e00ad0202",
            "48016e01ad02",
            "49016e",
            "4a0701ac020361646105712e646c71000102016101620578203d2031ac0205037768790205ac0200" + "0000",
            "4a0802ac02036164610174017300000902ac02",
            "4b07ac02",
            "4c07ac0202",
            "4d0171ac02",
            "4e0a80cab5ee01" + "0701ac020361646105712e646c71000102016101620578203d2031ac0205037768790205ac0200"
                    + "0000");

    private static String hex(Entry entry) {
        return HexFormat.of().formatHex(EntryCodec.encode(entry));
    }

    @Test
    void shouldKeepTheBytes() {
        assertThat(ENTRIES.stream().map(ManagementEntriesTest::hex)).containsExactlyElementsOf(GOLDEN);
    }

    @Test
    void shouldReadWhatItWrote() {
        for (String bytes : GOLDEN) {
            var read = EntryCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)));
            assertThat(hex(read)).isEqualTo(bytes);
            assertThat(EntryViews.of(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)))
                            .isReadable())
                    .isTrue();
        }
    }

    @Test
    void shouldKeepTheRoutesOfDeadLetters() {
        var routed = Subscription.ofQueue("q")
                .deadLetter(DeadLetterPolicy.to("d").routes(Map.of("a.B", "e")).build())
                .build();
        String bytes = hex(new Entry.SubscriptionDeclared(7, routed, new long[0]));
        assertThat(bytes).startsWith("090701710171").endsWith("00" + "01" + "4607" + "01" + "03612e42" + "0165");
        var read = (Entry.SubscriptionDeclared)
                EntryCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)));
        assertThat(read.subscription()).isEqualTo(routed);
    }

    @Test
    void shouldNeverFailInAnotherWayOnDamagedBytes() {
        var random = new Random(11);
        for (int i = 0; i < 40_000; i++) {
            byte[] damaged = HexFormat.of().parseHex(GOLDEN.get(i % GOLDEN.size()));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                EntryCodec.decode(ByteBuffer.wrap(damaged));
            } catch (UnreadableEntryException e) {
                assertThat(e).hasMessageContaining("entr");
            }
        }
    }

    @Test
    void shouldRebuildSchedulesAndOperationsFromASnapshot() {
        var written = state();
        var follower = new JournalFollower(written);
        for (var entry : ENTRIES.subList(0, 9)) {
            if (!(entry instanceof Entry.ScheduleCancelled)) {
                follower.entry(ByteBuffer.wrap(EntryCodec.encode(entry)));
            }
        }
        byte[] snapshot = follower.snapshot().toCompletableFuture().join();
        var restored = state();
        new JournalFollower(restored).restore(ByteBuffer.wrap(snapshot));
        assertThat(described(restored)).hasSize(4).isEqualTo(described(written));
        assertThat(restored.operations().find(7).done()).isEqualTo(300);
        assertThat(restored.operations().nextId()).isEqualTo(9);
    }

    private static BrokerState state() {
        return BrokerState.empty(new EngineFactory(() -> {
            throw new AssertionError("no subscription is declared here");
        }));
    }

    private static List<String> described(BrokerState state) {
        var entries = new ArrayList<String>();
        state.timetable().describe(entry -> entries.add(hex(entry)));
        state.operations().describe(entry -> entries.add(hex(entry)));
        return entries;
    }
}
