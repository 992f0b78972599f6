package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.commit.FrameTrigger;
import io.penstock.journal.commit.JournalStatistics;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.RecordBatch;
import io.penstock.kafka.owner.OwnerLease;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The log of a cell, for as long as this instance owns it. The records of each destination lie in a topic of their own,
 * entries in the journal of the cell. When somebody else owns the cell, the log has failed.
 */
public final class KafkaLog implements Log {

    private static final Logger LOG = Logger.getLogger(KafkaLog.class);

    /** What a frame takes beside its content, as the bounds of appends count it. */
    private static final int FRAME_OVERHEAD_BYTES = 64;

    /** How often the journal says what was written plainly. */
    private static final int NOTES_OF_A_LEASE = 5;

    private final OpenedLog parts;
    private final Consumer<JournalException> onFailure;

    /** Topics of deleted destinations that may still be written to, by destination. */
    private final Map<String, CompletableFuture<Void>> dropping = new ConcurrentHashMap<>();

    private volatile @Nullable JournalException failure;
    private boolean closing;

    /** @param onFailure is told why the log no longer writes */
    KafkaLog(OpenedLog parts, Consumer<JournalException> onFailure) {
        this.parts = parts;
        this.onFailure = onFailure;
    }

    /** Begins to write. */
    void start() {
        parts.fetcher().start();
        parts.writer().start();
        tidyTopics();
        parts.upkeep().begin(Math.max(1, parts.settings().lease().toMillis() / NOTES_OF_A_LEASE));
    }

    /** Somebody else owns the cell, or may do so. */
    void lost(JournalException cause) {
        parts.writer().stop(cause);
    }

    /** The writer writes no more, for that reason. */
    void failed(JournalException cause) {
        failure = cause;
        LOG.error("The log in " + describe() + " takes nothing more.", cause);
        parts.intake()
                .refuse(new JournalException.NotOpen(
                        "The log takes nothing more, because it has failed: " + cause.getMessage(), cause));
        onFailure.accept(cause);
    }

    @Override
    public long storeId() {
        return parts.storeId();
    }

    @Override
    public int incarnation() {
        return (int) parts.ownership().epoch();
    }

    /** The number of this ownership of the cell. */
    public long epoch() {
        return parts.ownership().epoch();
    }

    /** The lease of this owner. */
    public OwnerLease lease() {
        return parts.ownership().lease();
    }

    @Override
    public String describe() {
        return "topic " + parts.topics().names().journal() + " in Kafka";
    }

    @Override
    public void append(Append append) {
        requireFits(append);
        parts.intake().take(append, true);
    }

    @Override
    public boolean tryAppend(Append append) {
        requireFits(append);
        return parts.intake().take(append, false);
    }

    @Override
    public void appendHere(Append append) {
        append(append);
    }

    @Override
    public void appendAndWait(Append append) {
        append.wakeUp(Thread.currentThread());
        append(append);
        boolean interrupted = false;
        while (!append.isCompleted()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireFits(Append append) {
        int most = parts.settings().journal().maxFrameBytes();
        if (append.maxFrameBytes() + FRAME_OVERHEAD_BYTES > most && !append.isOfStored()) {
            throw new JournalException.TooLarge("An append needs up to " + append.maxFrameBytes()
                    + " bytes, and a frame holds " + (most - FRAME_OVERHEAD_BYTES) + ". Send less at once.");
        }
    }

    @Override
    public @Nullable RecordBatch read(int partition, long offset) {
        return parts.reads().read(partition, offset);
    }

    @Override
    public @Nullable RecordBatch readNow(int partition, long offset) {
        return parts.reads().readNow(partition, offset);
    }

    @Override
    public CompletableFuture<Void> fetch(int partition, long offset) {
        return parts.reads().fetch(partition, offset);
    }

    @Override
    public long startOffset(int partition) {
        return parts.reads().startOffset(partition);
    }

    @Override
    public long endOffset(int partition) {
        return parts.ends().of(partition);
    }

    @Override
    public long offsetAt(int partition, long timestampMillis) {
        return parts.reads().offsetAt(partition, timestampMillis);
    }

    @Override
    public CompletionStage<Void> provision(PartitionPlan plan, int partitions) {
        // A destination may be declared again whose former topic is not given up yet.
        return dropping.getOrDefault(plan.destination(), CompletableFuture.completedFuture(null))
                .thenCompose(done -> parts.topics().provision(plan, partitions))
                .thenRun(() -> {
                    parts.places().keptAs(plan);
                    note(parts.topics().names().ofDestination(plan.destination()), true);
                });
    }

    @Override
    public void drop(PartitionPlan plan, int partitions) {
        var topic = parts.topics().names().ofDestination(plan.destination());
        parts.places().dropped(topic);
        var drop = new Drop(plan.destination(), topic);
        dropping.put(plan.destination(), drop.done);
        parts.intake().takeAnyway(drop);
    }

    /** Has the journal say the id of a topic, so that whoever owns the cell can delete it, and nothing else. */
    private void note(String topic, boolean onlyIfMade) {
        var id = parts.topics().id(topic);
        if (id != null
                && !parts.own().has(topic, id)
                && (!onlyIfMade || parts.topics().isMade(id))) {
            parts.intake().takeAnyway(new OwnTopics.Note(topic, id));
        }
    }

    /** Notes the topics of destinations that exist, and has those deleted whose deletion was begun and not finished. */
    private void tidyTopics() {
        parts.recovered().existing().forEach(topic -> note(topic, false));
        parts.own().among(parts.recovered().givenUp()).forEach((topic, id) -> {
            LOG.infof("Topic '%s' is of a destination that was deleted, and is deleted, too.", topic);
            parts.topics().delete(topic, id, () -> gone(topic));
        });
    }

    private void gone(String topic) {
        parts.intake().takeAnyway(new OwnTopics.Note(topic, Uuid.ZERO_UUID));
    }

    /** When it is written, everything that was sent to the topic before is there. */
    private final class Drop extends Append {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final String destination;
        private final String topic;

        private Drop(String destination, String topic) {
            super(false);
            this.destination = destination;
            this.topic = topic;
        }

        @Override
        public void durable() {
            parts.reads().forget(topic);
            parts.topics().drop(destination, () -> gone(topic));
            end();
        }

        @Override
        public void failed(JournalException cause) {
            end();
        }

        private void end() {
            dropping.remove(destination, done);
            done.complete(null);
        }
    }

    /** Nothing of a partition is ever forgotten: the number of a topic's first offset is 0 again. */
    @Override
    public BitSet forgotten(BitSet partitions) {
        return new BitSet();
    }

    @Override
    public @Nullable String offline(int partition) {
        return null;
    }

    @Override
    public Map<Integer, String> offline() {
        return Map.of();
    }

    @Override
    public @Nullable JournalException failure() {
        return failure;
    }

    @Override
    public @Nullable JournalException stall() {
        long nanos = parts.writer().waitingNanos(System.nanoTime());
        return nanos <= parts.settings().lease().toNanos()
                ? null
                : new JournalException("Kafka has not acknowledged what was written for "
                        + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s.");
    }

    @Override
    public JournalException.@Nullable StorageFull shortage() {
        return null;
    }

    @Override
    public @Nullable JournalException agingFailure() {
        return parts.upkeep().failure();
    }

    @Override
    public long agingFailureMillis() {
        return parts.upkeep().failureMillis();
    }

    @Override
    public JournalStatistics statistics() {
        var frames = new EnumMap<FrameTrigger, Long>(FrameTrigger.class);
        List.of(FrameTrigger.values()).forEach(trigger -> frames.put(trigger, 0L));
        frames.put(FrameTrigger.QUEUE_EMPTY, parts.writer().frames());
        return new JournalStatistics(
                frames, parts.teller().records(), 0, 0, parts.intake().bytes(), 0);
    }

    @Override
    public void close() {
        if (parts.writer().isCaller()) {
            throw new IllegalStateException("A callback of the log must not close it.");
        }
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        parts.intake().refuse(new JournalException.NotOpen("The log is closed.", null));
        parts.upkeep().close();
        parts.writer().close();
        boolean isIntact = failure == null;
        parts.snapshots().close(isIntact);
        if (isIntact) {
            parts.ownership().release();
        }
        parts.reads().close();
        parts.close();
    }
}
