package io.penstock.broker.migration;

import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.Log;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Copies all that a broker has into the empty log of another one: the messages that are kept, in the order of their
 * offsets and into partitions of the same numbers, and its state. Offsets are others there: in each partition they
 * follow each other from 0 on. What is a function of the old log remains: ids of messages, numbers of producers,
 * settlements, retries, prepared transactions. It is used by one thread.
 */
public final class LogMigration {

    /** Bytes of entries in an append, so that none needs more than a small frame. */
    private static final int APPEND_BYTES = 128 << 10;

    private final StoppedBroker source;
    private final OffsetMaps offsets;
    private final MigratedContent content;

    private LogMigration(StoppedBroker source, OffsetMaps offsets, MigratedContent content) {
        this.source = source;
        this.offsets = offsets;
        this.content = content;
    }

    /**
     * Reads through all that is to be copied.
     *
     * @throws JournalException if a part of it cannot be read
     */
    public static LogMigration of(StoppedBroker source) {
        var offline = source.log().offline();
        if (!offline.isEmpty()) {
            throw new JournalException(
                    "Partition " + offline.keySet().iterator().next() + " cannot be read: "
                            + offline.values().iterator().next() + " Have 'penstock log repair' mend it first.");
        }
        var offsets = new OffsetMaps(source.state());
        var survey = new MigrationSurvey(source, offsets);
        return new LogMigration(source, offsets, survey.content());
    }

    /** What is to be copied. */
    public MigratedContent content() {
        return content;
    }

    /**
     * Makes the partitions that are needed, and copies everything.
     *
     * @param target with nothing in it
     * @param progress is told of partitions whose messages were copied
     * @return what was copied
     * @throws JournalException if it does not get to its end; the target is of no use then
     */
    public MigrationResult copyTo(StoppedBroker target, Consumer<MigratedPartition> progress) {
        if (!target.isEmpty()) {
            throw new JournalException(target.log().describe() + " is not empty. Nothing was written to it.");
        }
        provision(target.log());
        var entries = translated();
        Predicate<Entry> isFirst = entry -> entry instanceof Entry.DestinationDeclared || entry instanceof GrowthEntry;
        append(target.log(), entries.stream().filter(isFirst).toList());
        var copy = new RecordCopy(source.log(), target.log());
        var partitions = new ArrayList<MigratedPartition>();
        for (var destination : source.state().destinations().destinations()) {
            for (int i = 0; i < destination.partitionCount(); i++) {
                var address = destination.partition(i).address();
                var copied = copy.copy(address, new RecordTranslation(address, offsets));
                requireSame(content.of(destination.name(), i).records(), copied);
                partitions.add(copied);
                progress.accept(copied);
            }
        }
        append(target.log(), entries.stream().filter(isFirst.negate()).toList());
        return new MigrationResult(partitions, entries.size(), StateChecksum.of(entries));
    }

    private static void requireSame(long expected, MigratedPartition copied) {
        if (copied.records() != expected) {
            throw new JournalException("Partition " + copied.index() + " of '" + copied.destination() + "' had "
                    + expected + " messages, and " + copied.records() + " when they were copied: somebody changes it.");
        }
    }

    /** The state as it is to be in the other log. */
    private List<Entry> translated() {
        return source.entries().stream()
                .map(new EntryTranslation(offsets))
                .filter(Objects::nonNull)
                .toList();
    }

    private void provision(Log target) {
        try {
            for (var planned : plans()) {
                target.provision(planned.plan(), planned.partitions())
                        .toCompletableFuture()
                        .join();
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private record Planned(PartitionPlan plan, int partitions) {}

    private List<Planned> plans() {
        return source.state().destinations().destinations().stream()
                .map(each -> new Planned(source.plan(each.partition(0).id()), each.partitionCount()))
                .toList();
    }

    private static void append(Log log, List<Entry> entries) {
        var append = new Entries();
        int bytes = 0;
        for (var entry : entries) {
            byte[] encoded = EntryCodec.encode(entry);
            if (bytes > 0 && bytes + encoded.length > APPEND_BYTES) {
                append.write(log);
                append = new Entries();
                bytes = 0;
            }
            append.addEntry(encoded);
            bytes += encoded.length;
        }
        if (bytes > 0) {
            append.write(log);
        }
    }

    /** Entries of any size: those of a snapshot are not bounded as those of senders are. */
    private static final class Entries extends WaitingAppend {

        private Entries() {
            super(true);
        }

        @Override
        public boolean isOfStored() {
            return true;
        }
    }

    /**
     * Compares what is in a log with what was copied into it.
     *
     * @param copy the log, opened anew
     * @return what is different, for people; nothing if all is the same
     */
    public static List<String> differences(MigrationResult expected, StoppedBroker copy) {
        var differences = new ArrayList<String>();
        for (var each : expected.partitions()) {
            var where = "partition " + each.index() + " of '" + each.destination() + "'";
            var found = found(copy, each);
            if (found == null) {
                differences.add(where + " is not there");
            } else if (found.records() != each.records()) {
                differences.add(where + " has " + found.records() + " messages, and not " + each.records());
            } else if (found.checksum() != each.checksum()) {
                differences.add(where + " has other messages: their checksum is " + found.checksumText() + ", and not "
                        + each.checksumText());
            }
        }
        var entries = copy.entries();
        long state = StateChecksum.of(entries);
        if (entries.size() != expected.entries() || state != expected.stateChecksum()) {
            differences.add("the state has " + entries.size() + " entries with checksum "
                    + MigratedPartition.text(state) + ", and not " + expected.entries() + " with "
                    + MigratedPartition.text(expected.stateChecksum()));
        }
        return differences;
    }

    private static MigratedPartition found(StoppedBroker copy, MigratedPartition expected) {
        LocalDestination destination = copy.state().destinations().find(expected.destination());
        if (destination == null || expected.index() >= destination.partitionCount()) {
            return null;
        }
        var sum = new RecordChecksum();
        RecordCopy.forEach(copy.log(), destination.partition(expected.index()).id(), sum::add);
        return sum.of(expected.destination(), expected.index());
    }
}
