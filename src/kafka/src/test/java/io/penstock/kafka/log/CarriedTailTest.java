package io.penstock.kafka.log;

import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.RecordSizes;
import io.penstock.kafka.journal.Carried;
import io.penstock.kafka.journal.CarrierKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;

class CarriedTailTest {

    private static final long EPOCH = 4;
    private static final int PARTITIONS = 3;

    private final CarrierKey key = CarrierKey.random();
    private final Carriers carriers = new Carriers();
    private final List<String> told = new ArrayList<>();
    private final Map<Integer, List<ConsumerRecord<byte[], byte[]>>> topics = new HashMap<>();

    private final LogOwner owner = new LogOwner() {

        @Override
        public void restore(ByteBuffer snapshot) {
            throw new AssertionError();
        }

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.failedFuture(new AssertionError());
        }

        @Override
        public @Nullable PartitionPlan plan(int partition) {
            return null;
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            return new long[0];
        }

        @Override
        public void records(int partition, long baseOffset, int count) {
            told.add(partition + ":" + baseOffset + (count > 1 ? "+" + count : ""));
        }

        @Override
        public void records(int partition, long baseOffset, int count, RecordSizes sizes) {
            records(partition, baseOffset, count);
        }

        @Override
        public void hole(int partition, long from, long to) {
            told.add("hole " + partition + ":" + from + "-" + to);
        }

        @Override
        public void entry(ByteBuffer entry) {
            told.add(StandardCharsets.US_ASCII.decode(entry).toString());
        }

        @Override
        public void endOfFrame(long sequence) {}
    };

    private final Teller teller;

    CarriedTailTest() {
        carriers.know(key);
        var cache = new RecordCache(1 << 20);
        teller = new Teller(owner, new Ends(), cache, cache, null, new KeptText(), new OwnTopics(), carriers);
    }

    private ConsumerRecord<byte[], byte[]> plain(int partition) {
        var all = topics.computeIfAbsent(partition, id -> new ArrayList<>());
        var record = new ConsumerRecord<>("t", partition, all.size(), new byte[0], new byte[0]);
        all.add(record);
        return record;
    }

    private ConsumerRecord<byte[], byte[]> carrier(int partition, long epoch, long number, String entry) {
        return carrier(partition, epoch, number, entry, key);
    }

    private ConsumerRecord<byte[], byte[]> carrier(
            int partition, long epoch, long number, String entry, CarrierKey with) {
        var record = plain(partition);
        var items = Carried.items(Arrays.asList(null, entry.getBytes(StandardCharsets.US_ASCII)));
        record.headers()
                .add(
                        CarrierKey.HEADER,
                        with.header(new TopicPartition("t", partition), new Carried(epoch, number, items)));
        return record;
    }

    private void tellTail() {
        var behind = new ArrayList<PartitionTail>();
        topics.forEach((partition, all) -> behind.add(new PartitionTail(partition, 0, all.size(), all)));
        new CarriedTail(carriers, EPOCH, behind).tell(teller);
    }

    @Test
    void shouldTellAnEntryBehindTheRecordsThatItMayBeAbout() {
        carrier(0, EPOCH, 1, "about 1:0");
        plain(1);
        carrier(1, EPOCH, 2, "about 0:0");
        plain(1);
        carrier(0, EPOCH, 3, "about 1:2");

        tellTail();

        assertThat(told).containsExactly("1:0", "0:0", "about 1:0", "1:1", "about 0:0", "1:2", "0:1", "about 1:2");
    }

    @Test
    void shouldMakeAHoleOfWhatLiesBehindAGapOfTheNumbers() {
        carrier(0, EPOCH, 1, "first");
        carrier(0, EPOCH, 3, "third");
        plain(0);

        tellTail();

        assertThat(told).containsExactly("0:0", "first", "hole 0:1-2", "0:2");
    }

    @Test
    void shouldGoOnBehindWhatTheJournalSays() {
        carriers.told(new Carried(EPOCH, 7, new byte[0]));
        carrier(0, EPOCH, 7, "copied by somebody");
        carrier(0, EPOCH, 8, "eighth");
        carrier(0, EPOCH, 8, "copied by somebody");

        tellTail();

        assertThat(told).containsExactly("hole 0:0-1", "0:1", "eighth", "hole 0:2-3");
    }

    @Test
    void shouldMakeAHoleOfWhatAnotherOwnershipHasWritten() {
        carrier(0, EPOCH - 1, 1, "late");
        carrier(0, EPOCH + 1, 1, "early");
        carrier(0, EPOCH, 1, "mine");

        tellTail();

        assertThat(told).containsExactly("hole 0:0-2", "0:2", "mine");
    }

    @Test
    void shouldBelieveNobodyWithoutTheKey() {
        carrier(0, EPOCH, 1, "forged", CarrierKey.random());
        var copied =
                carrier(1, EPOCH, 1, "copied to another partition").headers().lastHeader(CarrierKey.HEADER);
        topics.remove(1);
        plain(2).headers().add(copied);

        tellTail();

        assertThat(told).containsExactly("0:0", "2:0");
    }

    @Test
    void shouldFindNothingVoidThatWasToldAndNothingElse() {
        carriers.told(new Carried(EPOCH, 2, new byte[0]));
        carriers.begin(EPOCH + 2);

        assertThat(carriers.isVoid(plain(0))).isFalse();
        assertThat(carriers.isVoid(carrier(0, EPOCH, 2, ""))).isFalse();
        assertThat(carriers.isVoid(carrier(0, EPOCH, 3, ""))).isTrue();
        assertThat(carriers.isVoid(carrier(0, EPOCH + 1, 1, ""))).isTrue();
        assertThat(carriers.isVoid(carrier(0, EPOCH + 2, 9, ""))).isFalse();
        assertThat(carriers.isVoid(carrier(0, EPOCH, 3, "", CarrierKey.random())))
                .isFalse();
        assertThat(carriers.isVoid(carrier(0, EPOCH - 1, 9, "")))
                .as("of an ownership that nothing is known of any more")
                .isFalse();
    }

    /**
     * Whatever was lost on the way: what is told follows the order in which it was written, and nothing is left out.
     */
    @Test
    void shouldKeepEveryOrder() {
        long seed = Long.getLong("penstock.seed", new Random().nextLong());
        System.out.println("CarriedTailTest, seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            topics.clear();
            told.clear();
            write(random);
        }
    }

    private void write(Random random) {
        var seen = new ArrayList<Map<Integer, Integer>>();
        long number = carriers.next(EPOCH);
        int lost = -1;
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            int partition = random.nextInt(PARTITIONS);
            if (random.nextBoolean()) {
                plain(partition);
            } else if (lost < 0 && random.nextInt(20) == 0) {
                lost = seen.size();
                number++;
            } else {
                var before = new HashMap<Integer, Integer>();
                topics.forEach((id, all) -> before.put(id, all.size()));
                carrier(partition, EPOCH, number, "e" + seen.size());
                seen.add(before);
                number++;
            }
        }
        int kept = lost < 0 ? seen.size() : lost;

        tellTail();

        var ends = new HashMap<Integer, Integer>();
        int entries = 0;
        for (var each : told) {
            if (each.startsWith("e")) {
                assertThat(each).isEqualTo("e" + entries);
                seen.get(entries)
                        .forEach((partition, end) ->
                                assertThat(ends.getOrDefault(partition, 0)).isGreaterThanOrEqualTo(end));
                entries++;
            } else {
                int to = end(each);
                var previous = ends.put(partition(each), to);
                assertThat(first(each)).isEqualTo(previous == null ? 0 : previous);
            }
        }
        assertThat(entries).isEqualTo(kept);
        topics.forEach((partition, all) -> assertThat(ends).containsEntry(partition, all.size()));
    }

    private static String[] parts(String told) {
        return told.replace("hole ", "").split("[:+-]");
    }

    private static int partition(String told) {
        return Integer.parseInt(parts(told)[0]);
    }

    private static int first(String told) {
        return Integer.parseInt(parts(told)[1]);
    }

    private static int end(String told) {
        var parts = parts(told);
        return told.startsWith("hole ")
                ? Integer.parseInt(parts[2])
                : first(told) + (parts.length > 2 ? Integer.parseInt(parts[2]) : 1);
    }
}
