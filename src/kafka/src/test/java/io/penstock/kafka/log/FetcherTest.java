package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.kafka.owner.Moment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FetcherTest {

    private static final int RECORDS = 40;
    private static final int RECORD_BYTES = 1_000;
    private static final long PATIENCE_SECONDS = 60;

    private final Set<TopicPartition> silent = ConcurrentHashMap.newKeySet();
    private final Set<TopicPartition> failing = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<TopicPartition> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicBoolean wokenLate = new AtomicBoolean();
    private final ReadAhead ahead = new ReadAhead(1 << 20);
    private final Fetcher fetcher = new Fetcher(ahead, Partitions::new, System::nanoTime, this::awaitGate);

    @AfterEach
    void close() {
        gate.countDown();
        fetcher.close();
    }

    private void awaitGate(Moment moment) {
        arrived.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each partition has some records, four of which are given at a time. Silent ones never answer. */
    private final class Partitions extends MockConsumer<byte[], byte[]> {

        private static final int AT_A_TIME = 4;

        Partitions() {
            super("earliest");
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (timeout.isZero() && wokenLate.getAndSet(false)) {
                throw new WakeupException();
            }
            var found = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
            var next = new HashMap<TopicPartition, OffsetAndMetadata>();
            for (var topic : assignment()) {
                if (paused().contains(topic)) {
                    continue;
                }
                asked.add(topic);
                if (failing.contains(topic)) {
                    throw new KafkaException("damaged: " + topic);
                }
                long from = position(topic);
                long to = Math.min(RECORDS, from + AT_A_TIME);
                if (!silent.contains(topic) && from < to) {
                    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
                    for (long offset = from; offset < to; offset++) {
                        records.add(new ConsumerRecord<>(
                                topic.topic(), topic.partition(), offset, null, new byte[RECORD_BYTES]));
                    }
                    found.put(topic, records);
                    next.put(topic, new OffsetAndMetadata(to));
                    seek(topic, to);
                }
            }
            return new ConsumerRecords<>(found, next);
        }
    }

    private static TopicPartition topic(int number) {
        return new TopicPartition("t" + number, 0);
    }

    private CompletableFuture<Void> fetch(TopicPartition topic, long offset) {
        return ahead.fetch(topic, offset, RECORDS, true);
    }

    private static void await(CompletableFuture<Void> answer) throws Exception {
        answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void start() {
        fetcher.start();
        gate.countDown();
    }

    @Test
    void shouldFetchWhatIsAskedForAndWhatComesBehindIt() throws Exception {
        start();
        await(fetch(topic(1), 3));

        var found = ahead.find(topic(1), 3, RECORDS);
        assertThat(found).isNotNull();
        assertThat(found.to()).isEqualTo(7);
        await(fetch(topic(1), 7));
        assertThat(ahead.find(topic(1), 7, RECORDS)).isNotNull();
        assertThat(ahead.find(topic(1), 2, RECORDS)).isNull();
    }

    @Test
    void shouldGoOnWithOthersWhileManyDoNotAnswer() throws Exception {
        var all = IntStream.range(0, 100)
                .mapToObj(FetcherTest::topic)
                .peek(silent::add)
                .map(topic -> fetch(topic, 0))
                .toList();
        start();

        await(fetch(topic(200), 0));

        assertThat(all).noneMatch(CompletableFuture::isDone);
        silent.clear();
        for (var each : all) {
            await(each);
        }
    }

    @Test
    void shouldContainAFailureInItsPartitionAndTryAgain() throws Exception {
        failing.add(topic(3));
        var failed = fetch(topic(3), 0);
        var impatient = ahead.fetch(topic(3), 0, RECORDS, false);
        var others = IntStream.of(1, 2, 4, 5).mapToObj(i -> fetch(topic(i), 0)).toList();
        start();

        for (var each : others) {
            await(each);
        }
        assertThatThrownBy(() -> await(impatient)).hasCauseInstanceOf(JournalException.class);
        assertThat(failed).isNotDone();
        failing.clear();
        await(failed);
        assertThat(ahead.find(topic(3), 0, RECORDS)).isNotNull();
    }

    /** Who wakes the client for something new may do so when it has just come back by itself. */
    @Test
    void shouldTakeALateWakeUpForNoFailure() throws Exception {
        wokenLate.set(true);
        var first = ahead.fetch(topic(1), 0, RECORDS, false);
        fetcher.start();
        assertThat(arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var second = ahead.fetch(topic(2), 0, RECORDS, false);
        gate.countDown();

        await(first);
        await(second);
        assertThat(wokenLate).isFalse();
    }

    @Test
    void shouldNotFetchWhatNobodyWaitsForAnyMore() throws Exception {
        var given = fetch(topic(1), 0);
        given.cancel(false);
        start();

        await(fetch(topic(2), 0));

        assertThat(asked).containsOnly(topic(2));
    }

    @Test
    void shouldForgetATopicAndFetchItsSuccessorAnew() throws Exception {
        start();
        await(fetch(topic(1), 0));
        silent.add(topic(1));
        var waiting = fetch(topic(1), 20);
        ahead.forget("t1");

        await(waiting);
        assertThat(ahead.find(topic(1), 0, RECORDS)).isNull();
        silent.clear();
        await(fetch(topic(1), 0));
    }

    @Test
    void shouldTellAllWhenItIsClosed() throws Exception {
        silent.add(topic(1));
        var waiting = fetch(topic(1), 0);
        start();

        fetcher.close();

        await(waiting);
        await(fetch(topic(2), 0));
    }

    @Test
    void shouldKeepNoMoreBytesThanItMayAndTheNewestSegmentAnyway() {
        var fetched = new FetchedRecords(3 * RECORD_BYTES);
        var records = List.of(new ConsumerRecord<byte[], byte[]>("t1", 0, 0, null, new byte[2 * RECORD_BYTES]));
        for (int i = 1; i <= 4; i++) {
            fetched.put(new FetchedRecords.Segment(topic(i), 0, 1, Batches.of(records)));
        }
        assertThat(fetched.has(topic(4), 0)).isTrue();
        assertThat(fetched.has(topic(3), 0)).isFalse();
        var large = List.of(new ConsumerRecord<byte[], byte[]>("t1", 0, 0, null, new byte[9 * RECORD_BYTES]));
        fetched.put(new FetchedRecords.Segment(topic(5), 0, 1, Batches.of(large)));

        assertThat(fetched.has(topic(5), 0)).isTrue();
        assertThat(fetched.has(topic(4), 0)).isFalse();
        fetched.forget("t5");
        assertThat(fetched.bytes()).isZero();
        assertThat(fetched.has(topic(5), 0)).isFalse();
    }
}
