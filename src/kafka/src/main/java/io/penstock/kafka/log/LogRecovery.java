package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;
import io.penstock.kafka.journal.Carried;
import io.penstock.kafka.journal.CarrierKey;
import io.penstock.kafka.journal.CellSnapshot;
import io.penstock.kafka.journal.FrameAssembly;
import io.penstock.kafka.journal.JournalFormat;
import io.penstock.kafka.journal.JournalReader;
import io.penstock.kafka.topic.PlannedTopic;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Tells the owner of the log all that is in it: the newest snapshot, the frames behind it, and what lies in the topics
 * of destinations behind the last offset that the journal says.
 */
final class LogRecovery {

    private static final Duration POLL = Duration.ofMillis(100);

    private final LogOwner owner;
    private final Teller teller;
    private final Places places;
    private final Ends ends;
    private final RecordFetcher kafka;
    private final Carriers carriers;
    private final Set<String> destinations = new HashSet<>();
    private Set<String> givenUp = Set.of();
    private int frames;

    /** Of the ownership that wrote the last frame. */
    private long lastEpoch;

    LogRecovery(LogOwner owner, Teller teller, Places places, Ends ends, RecordFetcher kafka, Carriers carriers) {
        this.owner = owner;
        this.teller = teller;
        this.places = places;
        this.ends = ends;
        this.kafka = kafka;
        this.carriers = carriers;
    }

    /** Frames that were read since the snapshot. */
    int frames() {
        return frames;
    }

    /**
     * The topics of destinations, when all is {@link #finish finished}.
     *
     * @param existing those of destinations that exist
     * @param givenUp those of destinations that existed in the snapshot or later, and were deleted since
     */
    record Found(Set<String> existing, Set<String> givenUp) {}

    Found topics() {
        return new Found(Set.copyOf(destinations), Set.copyOf(givenUp));
    }

    /**
     * Tells the snapshot, if there is one, and has the journal go on behind it.
     *
     * @param partitions below that number are looked at
     */
    FrameAssembly begin(@Nullable CellSnapshot snapshot, JournalReader journal, String topic, int partitions) {
        long start = journal.start();
        long from = snapshot == null ? 0 : snapshot.journalOffset();
        if (start > from) {
            throw new JournalException.Corrupted("The journal in topic " + topic + " begins at offset " + start
                    + ", but "
                    + (snapshot == null ? "there is no snapshot" : "the newest snapshot needs it from " + from)
                    + ". Somebody else has deleted a part of it, or the topic of the snapshots.");
        }
        journal.seek(from);
        if (snapshot == null) {
            return new FrameAssembly(0, 0);
        }
        teller.restored(snapshot);
        carriers.know(snapshot.carriers());
        lastEpoch = snapshot.epoch();
        owner.ends(snapshot.ends());
        owner.restore(ByteBuffer.wrap(snapshot.state()));
        for (int id = 0; id < partitions; id++) {
            places.of(id); // What is deleted behind the snapshot is known by that.
        }
        return new FrameAssembly(snapshot.epoch(), snapshot.storeId());
    }

    /** Tells the frames of the journal up to an offset (exclusive). */
    void replay(JournalReader journal, FrameAssembly assembly, long end) {
        while (journal.position() < end) {
            for (var line : journal.poll(POLL)) {
                var frame = assembly.next(line);
                if (frame != null) {
                    lastEpoch = line.epoch();
                    tell(frame);
                }
            }
        }
    }

    private void tell(ByteBuffer frame) {
        frames++;
        JournalFormat.read(frame, new JournalFormat.Items() {

            @Override
            public void entry(ByteBuffer entry) {
                teller.recovered(entry);
            }

            @Override
            public void records(int partition, long base, int count) {
                places.of(partition);
                teller.recovered(partition, base, count);
            }

            @Override
            public void text(ByteBuffer text) {
                teller.recoveredText(text);
            }

            @Override
            public void topic(Uuid id, String name) {
                teller.recoveredTopic(name, id);
            }

            @Override
            public void hole(int partition, long from, long to) {
                teller.recoveredHole(partition, from, to);
            }

            @Override
            public void carried(int partition, long offset, Carried carried) {
                teller.recovered(partition, offset, carried);
            }

            @Override
            public void key(byte[] key) {
                carriers.know(new CarrierKey(key));
            }
        });
        teller.endOfRecovered();
    }

    /**
     * Tells what lies behind the journal.
     *
     * @param partitions below that number are looked at
     * @return the oldest offset of each partition
     */
    Map<Integer, Long> finish(int partitions, Topics topics, Admin admin) {
        var all = new TreeMap<Integer, TopicPartition>();
        var counts = new HashMap<String, Integer>();
        var plans = new ArrayList<PartitionPlan>();
        for (int id = 0; id < partitions; id++) {
            var plan = owner.plan(id);
            if (plan != null) {
                var topic = places.of(id).inKafka();
                all.put(id, topic);
                destinations.add(topic.topic());
                counts.merge(plan.destination(), 1, Integer::sum);
                if (plan.index() == 0) {
                    plans.add(plan);
                }
            }
        }
        givenUp = places.givenUp();
        givenUp.removeAll(destinations);
        verify(
                topics,
                plans.stream()
                        .map(plan -> new PlannedTopic(plan, counts.get(plan.destination())))
                        .toList());
        var first = offsets(all, OffsetSpec.earliest(), admin);
        var last = offsets(all, OffsetSpec.latest(), admin);
        var starts = new HashMap<Integer, Long>();
        var ranges = new ArrayList<RecordFetcher.Range>();
        all.forEach((id, topic) -> {
            long start = first.get(topic);
            long end = last.get(topic);
            requireNothingLost(id, topic, end);
            starts.put(id, start);
            if (ends.of(id) < end && start < end) {
                ranges.add(new RecordFetcher.Range(topic, Math.max(start, ends.of(id)), end));
            }
        });
        var found = kafka.all(ranges);
        var behind = new ArrayList<PartitionTail>();
        all.forEach((id, topic) -> {
            if (ends.of(id) < last.get(topic)) {
                behind.add(new PartitionTail(id, ends.of(id), last.get(topic), found.getOrDefault(topic, List.of())));
            }
        });
        new CarriedTail(carriers, lastEpoch, behind).tell(teller);
        return starts;
    }

    private static void verify(Topics topics, List<PlannedTopic> planned) {
        try {
            topics.verify(planned).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw e;
        }
    }

    private void requireNothingLost(int id, TopicPartition topic, long end) {
        if (ends.of(id) > end) {
            throw new JournalException.Corrupted("Kafka has lost records that it had acknowledged: partition "
                    + topic.partition() + " of topic " + topic.topic() + " ends at offset " + end
                    + ", and the journal says " + ends.of(id) + ". Bring the broker back that has them.");
        }
    }

    private static Map<TopicPartition, Long> offsets(Map<Integer, TopicPartition> all, OffsetSpec which, Admin admin) {
        var offsets = new HashMap<TopicPartition, Long>();
        if (all.isEmpty()) {
            return offsets;
        }
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        all.values().forEach(topic -> asked.put(topic, which));
        try {
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get()
                    .forEach((topic, info) -> offsets.put(topic, info.offset()));
            return offsets;
        } catch (ExecutionException e) {
            throw new JournalException("Kafka does not say where its topics end: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("Interrupted while the log was opened.", e);
        }
    }
}
