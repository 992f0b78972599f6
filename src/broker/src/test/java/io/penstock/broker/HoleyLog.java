package io.penstock.broker;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveStatistics;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.EncodedBatch;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.record.RecordSizes;
import io.penstock.journal.storage.Storage;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.zip.CRC32C;

/**
 * A log whose partitions have holes, as those of a log have that marks its transactions there. It keeps everything in a
 * {@link LocalLog}, where a hole is an entry; to its owner, offsets behind a hole are higher than they are there.
 */
public final class HoleyLog extends ForwardingLog {

    /** Opens the log that a test runs on. */
    @FunctionalInterface
    public interface Opening {

        Log open(Storage storage, LogOptions options, InstantSource clock, LogOwner owner);

        /** With holes anywhere between appends. */
        static Opening holey(long seed) {
            var random = new Random(seed);
            return (storage, options, clock, owner) -> HoleyLog.open(storage, options, clock, owner, at -> {
                int before = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
                int behind = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
                return new Around(before, behind);
            });
        }

        /** The same, and far away. */
        static Opening distant(long seed) {
            var holey = holey(seed);
            return (storage, options, clock, owner) -> new DistantLog(holey.open(storage, options, clock, owner), seed);
        }
    }

    /**
     * How many offsets no record has around an append, in each partition that it writes to.
     *
     * @param before told before its records
     * @param behind told behind everything that it holds
     */
    record Around(int before, int behind) {}

    /** Chooses the holes for an append. Asked by one thread at a time. */
    @FunctionalInterface
    interface Chooser {

        Chooser NONE = contents -> new Around(0, 0);

        /** One hole behind everything that takes a transaction of a log where a record and an entry are two writes. */
        Chooser BEHIND_TRANSACTIONS = contents ->
                new Around(0, contents.records > 1 || contents.records == 1 && contents.entries > 0 ? 1 : 0);

        Around around(Contents contents);
    }

    /** What it does before partitions are declared. */
    BiFunction<PartitionPlan, Integer, CompletionStage<Void>> provisioning =
            (plan, partitions) -> CompletableFuture.completedFuture(null);

    /** What it does when a destination was deleted. */
    BiConsumer<PartitionPlan, Integer> dropping = (plan, partitions) -> {};

    private boolean isElsewhere;

    private final LocalLog log;
    private final HoleyOwner owner;
    private final Chooser chooser;

    private HoleyLog(LocalLog log, HoleyOwner owner, Chooser chooser) {
        super(log);
        this.log = log;
        this.owner = owner;
        this.chooser = chooser;
    }

    static HoleyLog open(Storage storage, LogOptions options, InstantSource clock, LogOwner owner, Chooser chooser) {
        var holey = new HoleyOwner(owner);
        return new HoleyLog(LocalLog.open(storage, options, clock, holey), holey, chooser);
    }

    /** Looks as if it lay on no disk of this machine. */
    HoleyLog elsewhere() {
        isElsewhere = true;
        return this;
    }

    /** Makes a hole at the end of a partition, and returns when the owner was told. */
    void hole(int partition, int offsets) {
        var append = new Wrapped(null, true);
        append.addEntry(HoleyOwner.hole(partition, offsets));
        log.appendAndWait(append);
    }

    /** What an append holds. */
    static final class Contents implements Append.Parts {

        private final TreeSet<Integer> partitions = new TreeSet<>();
        private int records;
        private int entries;

        @Override
        public void record(int partition, EncodedRecord record) {
            partitions.add(partition);
            records++;
        }

        @Override
        public void batch(int partition, EncodedBatch batch) {
            partitions.add(partition);
            records += batch.count();
        }

        @Override
        public void entry(byte[] entry) {
            entries++;
        }
    }

    private Wrapped wrapped(Append append) {
        var contents = new Contents();
        append.forEach(contents);
        Around around;
        synchronized (chooser) {
            around = chooser.around(contents);
        }
        var wrapped = new Wrapped(append, append.isForced());
        if (around.before() > 0) {
            contents.partitions.forEach(id -> wrapped.addEntry(HoleyOwner.hole(id, around.before())));
        }
        append.forEach(wrapped);
        if (around.behind() > 0) {
            contents.partitions.forEach(id -> wrapped.addEntry(HoleyOwner.hole(id, around.behind())));
        }
        return wrapped;
    }

    /** The same append with holes. */
    private final class Wrapped extends Append implements Append.Parts {

        private final Append of;
        private final List<Integer> places = new ArrayList<>();

        private Wrapped(Append of, boolean forced) {
            super(forced);
            this.of = of;
        }

        @Override
        public void record(int partition, EncodedRecord record) {
            addRecord(partition, record);
            places.add(partition);
        }

        @Override
        public void batch(int partition, EncodedBatch batch) {
            addBatch(partition, batch);
            places.add(partition);
        }

        @Override
        public void entry(byte[] entry) {
            addEntry(entry);
        }

        @Override
        public void durable() {
            for (int i = 0; i < places.size(); i++) {
                of.placed(i, owner.offsets(places.get(i)).outer(offset(i)));
            }
            if (of != null) {
                of.succeed();
            }
        }

        @Override
        public void failed(JournalException cause) {
            if (of != null) {
                of.fail(cause);
            }
        }

        @Override
        public boolean mayUseReserve() {
            return of == null || of.mayUseReserve();
        }

        @Override
        public boolean isOfStored() {
            return of != null && of.isOfStored();
        }
    }

    @Override
    public void append(Append append) {
        log.append(wrapped(append));
    }

    @Override
    public boolean tryAppend(Append append) {
        return log.tryAppend(wrapped(append));
    }

    @Override
    public void appendHere(Append append) {
        log.appendHere(wrapped(append));
    }

    @Override
    public void appendAndWait(Append append) {
        log.appendAndWait(wrapped(append));
    }

    @Override
    public RecordBatch read(int partition, long offset) {
        var offsets = owner.offsets(partition);
        if (offset < 0 || offset > endOffset(partition)) {
            throw new IllegalArgumentException("Partition " + partition + " has no offset " + offset + ".");
        }
        long from = offsets.inner(offset);
        var batch = from >= offsets.end() ? null : log.read(partition, from);
        return batch == null ? null : outer(batch, from, offsets);
    }

    @Override
    public RecordBatch readNow(int partition, long offset) {
        return read(partition, offset);
    }

    /** The records from that offset on, up to the first hole or to the first that was removed. */
    private static RecordBatch outer(RecordBatch batch, long from, HoleyOffsets offsets) {
        var encoder = new BatchEncoder(1 << 10);
        LogRecord first = null;
        for (var record : batch) {
            long at = record.offset();
            if (first == null && at >= from && at < offsets.end()) {
                first = record;
            }
            if (first != null && at < offsets.end()) {
                if (offsets.outer(at) != offsets.outer(first.offset()) + encoder.count()) {
                    break;
                }
                encoder.add(record.timestampMillis(), record.key(), record.value(), record::headers);
            }
        }
        return first == null ? null : encoder.finish(new CRC32C()).at(offsets.outer(first.offset()));
    }

    @Override
    public long startOffset(int partition) {
        return owner.offsets(partition).outer(log.startOffset(partition));
    }

    @Override
    public long endOffset(int partition) {
        var offsets = owner.offsets(partition);
        return offsets.outer(offsets.end());
    }

    @Override
    public long offsetAt(int partition, long timestampMillis) {
        return owner.offsets(partition).outer(log.offsetAt(partition, timestampMillis));
    }

    @Override
    public CompletionStage<Void> provision(PartitionPlan plan, int partitions) {
        return provisioning.apply(plan, partitions);
    }

    @Override
    public void drop(PartitionPlan plan, int partitions) {
        dropping.accept(plan, partitions);
    }

    @Override
    public String describe() {
        return "holes in " + log.describe();
    }

    @Override
    public ArchiveStatistics archiveStatistics() {
        return isElsewhere ? ArchiveStatistics.NONE : log.archiveStatistics();
    }

    @Override
    public Optional<LocalLog> local() {
        return isElsewhere ? Optional.empty() : Optional.of(log);
    }

    /** Tells the true owner what it is to see. */
    private static final class HoleyOwner implements LogOwner {

        /** No entry of the broker begins so. */
        private static final byte HOLE = (byte) 0xff;

        private final LogOwner owner;
        private final Map<Integer, HoleyOffsets> offsets = new ConcurrentHashMap<>();
        private long[] ends = {};

        private HoleyOwner(LogOwner owner) {
            this.owner = owner;
        }

        static byte[] hole(int partition, int offsets) {
            return ByteBuffer.allocate(9)
                    .put(HOLE)
                    .putInt(partition)
                    .putInt(offsets)
                    .array();
        }

        HoleyOffsets offsets(int partition) {
            return offsets.computeIfAbsent(partition, id -> new HoleyOffsets());
        }

        @Override
        public void ends(long[] idsAndEnds) {
            ends = idsAndEnds.clone();
        }

        @Override
        public void restore(ByteBuffer snapshot) {
            for (int i = snapshot.getInt(); i > 0; i--) {
                offsets(snapshot.getInt()).read(snapshot);
            }
            for (int i = 0; i < ends.length; i += 2) {
                offsets((int) ends[i]).written(ends[i + 1]);
                ends[i + 1] = offsets((int) ends[i]).outer(ends[i + 1]);
            }
            owner.ends(ends);
            owner.restore(snapshot.slice());
        }

        @Override
        public CompletionStage<byte[]> snapshot() {
            int bytes = offsets.values().stream().mapToInt(HoleyOffsets::bytes).sum();
            var own = ByteBuffer.allocate(4 + 4 * offsets.size() + bytes).putInt(offsets.size());
            offsets.forEach((id, each) -> each.write(own.putInt(id)));
            return owner.snapshot()
                    .thenApply(state -> ByteBuffer.allocate(own.capacity() + state.length)
                            .put(own.array())
                            .put(state)
                            .array());
        }

        @Override
        public void records(int partition, long baseOffset, int count) {
            throw new IllegalStateException("Records are told with their sizes.");
        }

        @Override
        public void records(int partition, long baseOffset, int count, RecordSizes sizes) {
            var told = offsets(partition);
            long outer = told.outer(baseOffset);
            told.written(baseOffset + count);
            owner.records(partition, outer, count, sizes);
        }

        @Override
        public void entry(ByteBuffer entry) {
            if (entry.get(entry.position()) != HOLE) {
                owner.entry(entry);
                return;
            }
            entry.get();
            int partition = entry.getInt();
            int count = entry.getInt();
            long from = offsets(partition).hole(count);
            owner.hole(partition, from, from + count);
        }

        @Override
        public void endOfFrame(long sequence) {
            owner.endOfFrame(sequence);
        }

        @Override
        public PartitionPlan plan(int partition) {
            return owner.plan(partition);
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            var map = offsets(partition);
            var needed = owner.needed(partition, map.outer(from), map.outer(to));
            for (int i = 0; i < needed.length; i++) {
                needed[i] = map.inner(needed[i]);
            }
            return needed;
        }
    }
}
