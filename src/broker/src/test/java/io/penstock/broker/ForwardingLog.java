package io.penstock.broker;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveStatistics;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.commit.JournalStatistics;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.RecordBatch;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log that hands every call on to another log. A log of the tests overrides what it does in another way. */
abstract class ForwardingLog implements Log {

    private final Log log;

    ForwardingLog(Log log) {
        this.log = log;
    }

    @Override
    public long storeId() {
        return log.storeId();
    }

    @Override
    public int incarnation() {
        return log.incarnation();
    }

    @Override
    public void append(Append append) {
        log.append(append);
    }

    @Override
    public boolean tryAppend(Append append) {
        return log.tryAppend(append);
    }

    @Override
    public void appendHere(Append append) {
        log.appendHere(append);
    }

    @Override
    public void appendAndWait(Append append) {
        log.appendAndWait(append);
    }

    @Override
    public long startOffset(int partition) {
        return log.startOffset(partition);
    }

    @Override
    public long endOffset(int partition) {
        return log.endOffset(partition);
    }

    @Override
    public CompletionStage<Void> provision(PartitionPlan plan, int partitions) {
        return log.provision(plan, partitions);
    }

    @Override
    public void drop(PartitionPlan plan, int partitions) {
        log.drop(plan, partitions);
    }

    @Override
    public BitSet forgotten(BitSet partitions) {
        return log.forgotten(partitions);
    }

    @Override
    public JournalException failure() {
        return log.failure();
    }

    @Override
    public JournalException stall() {
        return log.stall();
    }

    @Override
    public JournalException.StorageFull shortage() {
        return log.shortage();
    }

    @Override
    public String heldUp(int partition) {
        return log.heldUp(partition);
    }

    @Override
    public JournalException agingFailure() {
        return log.agingFailure();
    }

    @Override
    public long agingFailureMillis() {
        return log.agingFailureMillis();
    }

    @Override
    public Map<Integer, String> agingProblems() {
        return log.agingProblems();
    }

    @Override
    public boolean isAgingContained() {
        return log.isAgingContained();
    }

    @Override
    public JournalStatistics statistics() {
        return log.statistics();
    }

    @Override
    public ArchiveStatistics archiveStatistics() {
        return log.archiveStatistics();
    }

    @Override
    public Optional<LocalLog> local() {
        return log.local();
    }

    @Override
    public String describe() {
        return log.describe();
    }

    @Override
    public RecordBatch read(int partition, long offset) {
        return log.read(partition, offset);
    }

    @Override
    public RecordBatch readNow(int partition, long offset) {
        return log.readNow(partition, offset);
    }

    @Override
    public CompletableFuture<Void> fetch(int partition, long offset) {
        return log.fetch(partition, offset);
    }

    @Override
    public long offsetAt(int partition, long timestampMillis) {
        return log.offsetAt(partition, timestampMillis);
    }

    @Override
    public String offline(int partition) {
        return log.offline(partition);
    }

    @Override
    public Map<Integer, String> offline() {
        return log.offline();
    }

    @Override
    public void close() {
        log.close();
    }
}
