package io.penstock.broker;

import io.penstock.broker.delivery.RecordState;
import io.penstock.broker.destination.Partitioner;
import io.penstock.broker.entry.RangeBuilder;
import io.penstock.broker.feed.DueHeap;
import io.penstock.broker.loop.Alarms;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StateMachinesTest {

    @Test
    void shouldAllowOnlyTheDocumentedTransitions() {
        assertThat(RecordState.AVAILABLE.to(RecordState.ACQUIRED)).isEqualTo(RecordState.ACQUIRED);
        for (var end : List.of(RecordState.ACKNOWLEDGED, RecordState.DEAD_LETTERED, RecordState.DISCARDED)) {
            assertThat(RecordState.SETTLING.to(end)).isEqualTo(end);
            assertThat(RecordState.ACQUIRED.allows(end)).isFalse();
            for (var next : RecordState.values()) {
                assertThatThrownBy(() -> end.to(next)).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(RecordState.SCHEDULED.allows(RecordState.AVAILABLE)).isTrue();
        assertThat(RecordState.SCHEDULED.allows(RecordState.ACQUIRED)).isFalse();
        assertThat(RecordState.PARKED.allows(RecordState.ACQUIRED)).isFalse();
    }

    @Test
    void shouldGiveOffsetsInTheOrderOfTheirDueTime() {
        var random = new Random(7);
        var heap = new DueHeap();
        var expected =
                new PriorityQueue<long[]>((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
        for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(3) > 0 || expected.isEmpty()) {
                long due = random.nextInt(100);
                heap.add(due, i);
                expected.add(new long[] {due, i});
            } else {
                assertThat(heap.earliestMillis()).isEqualTo(expected.peek()[0]);
                assertThat(heap.poll()).isEqualTo(expected.poll()[1]);
            }
            assertThat(heap.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void shouldKeepTheOrderOfDueTimesWhenSomeAreForgottenAndOthersGetAnotherTime() {
        var random = new Random(8);
        var heap = new DueHeap();
        var times = new TreeMap<Long, Long>();
        for (long offset = 0; offset < 20_000; offset++) {
            long due = random.nextInt(1_000);
            heap.add(due, offset);
            times.put(offset, due);
        }

        heap.removeIf(offset -> offset % 3 == 0);
        times.keySet().removeIf(offset -> offset % 3 == 0);
        heap.retime((offset, before) -> offset % 5 == 0 ? before + 500 : before);
        times.replaceAll((offset, before) -> offset % 5 == 0 ? before + 500 : before);

        long last = 0;
        assertThat(heap.size()).isEqualTo(times.size());
        while (heap.size() > 0) {
            long due = heap.earliestMillis();
            assertThat(due).isGreaterThanOrEqualTo(last);
            assertThat(times.remove(heap.poll())).isEqualTo(due);
            last = due;
        }
    }

    @Test
    void shouldFireAlarmsOnceAtTheEarliestTimeAskedFor() {
        var alarms = new Alarms();
        var fired = new ArrayList<String>();
        var alarm = new Alarms.Alarm(null, () -> fired.add("a"));
        alarms.arm(alarm, 20);
        alarms.arm(alarm, 10);
        alarms.arm(alarm, 30);

        alarms.fire(9);
        assertThat(fired).isEmpty();
        alarms.fire(10);
        assertThat(fired).containsExactly("a");
        alarms.fire(100);
        assertThat(fired).hasSize(1);
        assertThat(alarms.nextMillis()).isEqualTo(Alarms.NEVER);
    }

    @Test
    void shouldMergeOffsetsInAnyOrderIntoRanges() {
        var builder = new RangeBuilder();
        for (long offset : new long[] {5, 6, 7, 1, 2, 9, 3, 8}) {
            builder.add(offset);
        }

        assertThat(builder.take()).containsExactly(1, 4, 5, 10);
        assertThat(builder.isEmpty()).isTrue();
        builder.add(4);
        assertThat(builder.take()).containsExactly(4, 5);
    }

    /** Values that Apache Kafka's own tests state for its murmur2. */
    @Test
    void shouldPutAKeyWhereKafkaWouldPutIt() {
        assertThat(murmur2("21")).isEqualTo(-973932308);
        assertThat(murmur2("foobar")).isEqualTo(-790332482);
        assertThat(murmur2("a-little-bit-long-string")).isEqualTo(-985981536);
        assertThat(murmur2("a-little-bit-longer-string")).isEqualTo(-1486304829);
        assertThat(murmur2("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8")).isEqualTo(-58897971);
        assertThat(murmur2("abc")).isEqualTo(479470107);
        assertThat(Partitioner.partition("foobar".getBytes(StandardCharsets.UTF_8), 7))
                .isEqualTo((-790332482 & Integer.MAX_VALUE) % 7);
    }

    private static int murmur2(String key) {
        return Partitioner.murmur2(key.getBytes(StandardCharsets.UTF_8));
    }
}
