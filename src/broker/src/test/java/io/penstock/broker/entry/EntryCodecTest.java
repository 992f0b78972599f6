package io.penstock.broker.entry;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.Lagging;
import io.penstock.Ordering;
import io.penstock.Retention;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The bytes below are what logs in the field hold: a test that has to be changed breaks them. */
class EntryCodecTest {

    private static final Subscription SUBSCRIPTION = Subscription.ofTopic("t", "s")
            .ordering(Ordering.KEY)
            .start(StartPosition.EARLIEST)
            .retry(RetryPolicy.builder()
                    .maxRetries(-1)
                    .delay(Duration.ofMillis(1_500))
                    .factor(1.5)
                    .retryOn(List.of("a.B"))
                    .build())
            .deadLetter(DeadLetterPolicy.to("d").build())
            .maxDeliveries(300)
            .build();

    private static void assertGolden(Entry entry, String hex) {
        assertThat(HexFormat.of().formatHex(EntryCodec.encode(entry))).isEqualTo(hex);
    }

    private static Entry decode(String hex) {
        return EntryCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void shouldKeepTheBytesOfDeclarations() {
        var queue = new Entry.DestinationDeclared(
                Destination.queue("q").partitions(3).build(), 200, 7);
        assertGolden(queue, "0100017103c80107");
        assertThat(decode("0100017103c80107")).isEqualTo(queue);
        String hex = "0207017401730100" + "00" + "0180cab5ee01" + "3ff8000000000000" + "ac0200" + "008084af5f" + "0000"
                + "0103612e42" + "00" + "020164" + "ac02" + "020581" + "01";
        assertGolden(new Entry.SubscriptionDeclared(7, SUBSCRIPTION, new long[] {5, 129}), hex);
        var decoded = (Entry.SubscriptionDeclared) decode(hex);
        assertThat(decoded.subscription()).isEqualTo(SUBSCRIPTION);
        assertThat(decoded.startOffsets()).containsExactly(5, 129);
        assertGolden(new Entry.SubscriptionRemoved(7), "0307");
        assertThat(decode("0307")).isEqualTo(new Entry.SubscriptionRemoved(7));
    }

    @Test
    void shouldKeepTheBytesOfProgress() {
        var ranges = new Entry.Settled.Ranges(2, new long[] {10, 12, 300, 301});
        assertGolden(new Entry.Settled(9, new Entry.Settled.Ranges[] {ranges}), "0409010202" + "0a02" + "a00201");
        var decoded = (Entry.Settled) decode("0409010202" + "0a02" + "a00201");
        assertThat(decoded.subscription()).isEqualTo(9);
        assertThat(decoded.partitions()[0].partition()).isEqualTo(2);
        assertThat(decoded.partitions()[0].bounds()).containsExactly(10, 12, 300, 301);
        var tried = new Entry.Tried(9, 0, 5, new Attempts(1, 2, 1_000, 2_000));
        assertGolden(tried, "050900050102e807d00f");
        assertThat(decode("050900050102e807d00f")).isEqualTo(tried);
        assertGolden(new Entry.ShutDown(), "06");
        assertThat(decode("06")).isEqualTo(new Entry.ShutDown());
        assertGolden(new Entry.Started(), "07");
        assertThat(decode("07")).isEqualTo(new Entry.Started());
    }

    @Test
    void shouldKeepTheBytesOfPolicies() {
        var topic = Destination.topic("t")
                .retention(Retention.builder()
                        .cleanup(Cleanup.COMPACT)
                        .maxBytes(300)
                        .tombstoneAge(Duration.ofSeconds(60))
                        .build())
                .compression(Compression.ZSTD)
                .build();
        var declared = new Entry.DestinationDeclared(topic, 5, 0);
        String hex = "0801017401" + "0500" + "02" + "0107" + "02" + "0000" + "ac02" + "3c00" + "0201" + "04";
        assertGolden(declared, hex);
        assertThat(decode(hex)).isEqualTo(declared);
        var queue = new Entry.DestinationDeclared(
                Destination.queue("q").compression(Compression.LZ4).build(), 5, 1);
        assertGolden(queue, "0800017101" + "0501" + "01" + "0201" + "03");
        var skipping = Subscription.ofTopic("t", "s").lagging(Lagging.SKIP).build();
        byte[] bytes = EntryCodec.encode(new Entry.SubscriptionDeclared(7, skipping, new long[0]));
        assertThat(HexFormat.of().formatHex(bytes)).startsWith("090701740173").endsWith("00" + "01" + "0101" + "01");
        assertThat(((Entry.SubscriptionDeclared) EntryCodec.decode(ByteBuffer.wrap(bytes))).subscription())
                .isEqualTo(skipping);
        assertGolden(new Entry.IdsUsed(300, 7), "0aac0207");
        assertThat(decode("0aac0207")).isEqualTo(new Entry.IdsUsed(300, 7));
    }

    @Test
    void shouldKeepTheBytesOfGrowth() {
        assertGolden(new GrowthEntry.Begun(5, 4, 300), "390504ac02");
        assertThat(decode("390504ac02")).isEqualTo(new GrowthEntry.Begun(5, 4, 300));
        assertGolden(new GrowthEntry.Routed(5), "3a05");
        assertThat(decode("3a05")).isEqualTo(new GrowthEntry.Routed(5));
        assertGolden(new GrowthEntry.Over(5, new long[] {7, 300}), "3b050207ac02");
        assertThat(((GrowthEntry.Over) decode("3b050207ac02")).ends()).containsExactly(7, 300);
    }

    @Test
    void shouldKeepTheBytesOfPriorities() {
        var lanes = new Entry.DestinationDeclared(
                Destination.queue("q").partitions(2).priorities(10).build(), 5, 1);
        assertGolden(lanes, "0800017102" + "0501" + "01" + "1401" + "0a");
        assertThat(decode("0800017102" + "0501" + "01" + "1401" + "0a")).isEqualTo(lanes);
        assertThatThrownBy(() -> decode("0800017102" + "0501" + "01" + "1401" + "0b"))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("11 priorities");
    }

    @Test
    void shouldKeepTheBytesOfWhatIsKnownOfVolatileMessages() {
        assertGolden(new Entry.VolatileSent(5, 300), "3705ac02");
        assertThat(decode("3705ac02")).isEqualTo(new Entry.VolatileSent(5, 300));
        assertGolden(new Entry.LapsedSettled(7, 3), "380703");
        assertThat(decode("380703")).isEqualTo(new Entry.LapsedSettled(7, 3));
    }

    @Test
    void shouldKeepTheBytesOfWhatRepairsFoundLost() {
        var lost = new Entry.OffsetsLost(new Entry.Settled.Ranges[] {
            new Entry.Settled.Ranges(300, new long[] {7, 10, 20, 320}), new Entry.Settled.Ranges(1, new long[] {0, 5})
        });
        String hex = "3c02" + "ac02" + "02" + "0703" + "0aac02" + "01" + "01" + "0005";
        assertGolden(lost, hex);
        var again = ((Entry.OffsetsLost) decode(hex)).partitions();
        assertThat(again).extracting(Entry.Settled.Ranges::partition).containsExactly(300, 1);
        assertThat(again[0].bounds()).containsExactly(7, 10, 20, 320);
        assertThat(again[1].bounds()).containsExactly(0, 5);
    }

    @Test
    void shouldNotGuessWhatAFieldOfALaterVersionMeans() {
        assertThatThrownBy(() -> decode("0800017101" + "0501" + "01" + "6301" + "03"))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("unknown field 99");
    }

    @Test
    void shouldKeepTheBytesOfSeeksAndPauses() {
        assertGolden(new Entry.Sought(7, new long[] {5, 129}), "14070205" + "8101");
        var sought = (Entry.Sought) decode("14070205" + "8101");
        assertThat(sought.subscription()).isEqualTo(7);
        assertThat(sought.offsets()).containsExactly(5, 129);
        assertGolden(new Entry.Paused(7, true), "150701");
        assertGolden(new Entry.Paused(7, false), "150700");
        assertThat(decode("150701")).isEqualTo(new Entry.Paused(7, true));
    }

    /** The fields of a plain subscription "s" of "t" with id 7 and no start offsets, and then what is special of it. */
    @Test
    void shouldKeepTheBytesOfWhatOlderVersionsDidNotKnow() {
        var plain = Subscription.ofTopic("t", "s").build();
        String fields = HexFormat.of()
                .formatHex(EntryCodec.encode(new Entry.SubscriptionDeclared(7, plain, new long[0])))
                .substring(2);
        var special = plain.copy()
                .filter("a")
                .exclusive(true)
                .start(StartPosition.atOffset(300))
                .ordering(Ordering.PARTITION)
                .build();
        String hex =
                HexFormat.of().formatHex(EntryCodec.encode(new Entry.SubscriptionDeclared(7, special, new long[0])));
        assertThat(hex).endsWith("04" + "14020161" + "1500" + "160302ac02" + "170103");
        assertThat(hex.length()).isEqualTo(2 + fields.length() + 2 + 8 + 4 + 10 + 6);
        assertThat(((Entry.SubscriptionDeclared) decode(hex)).subscription()).isEqualTo(special);
        for (var start : List.of(StartPosition.atTime(Instant.ofEpochMilli(1_000)), StartPosition.EARLIEST)) {
            var group = special.copy().ordering(Ordering.GROUP).start(start).build();
            var entry = new Entry.SubscriptionDeclared(7, group, new long[0]);
            var again = EntryCodec.decode(ByteBuffer.wrap(EntryCodec.encode(entry)));
            assertThat(((Entry.SubscriptionDeclared) again).subscription()).isEqualTo(group);
        }
    }

    @Test
    void shouldRefuseWhatIsNoEntry() {
        for (String hex : List.of("", "63", "00", "0600", "0409ffffffff7f", "05", "01000171ffffffff0f0000")) {
            assertThatThrownBy(() -> decode(hex)).as(hex).isInstanceOf(UnreadableEntryException.class);
        }
    }

    @Test
    void shouldNeverFailInAnotherWayOnDamagedBytes() {
        var topic = Destination.topic("t")
                .retention(Retention.WEEK)
                .compression(Compression.LZ4)
                .build();
        byte[][] wholes = {
            EntryCodec.encode(new Entry.SubscriptionDeclared(7, SUBSCRIPTION, new long[] {5, 129})),
            EntryCodec.encode(new Entry.DestinationDeclared(topic, 3, 0))
        };
        var random = new Random(11);
        for (int i = 0; i < 40_000; i++) {
            byte[] damaged = wholes[i % wholes.length].clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                EntryCodec.decode(ByteBuffer.wrap(damaged));
            } catch (UnreadableEntryException e) {
                assertThat(e).hasMessageContaining("entr");
            }
        }
    }
}
