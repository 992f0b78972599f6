package io.penstock.broker.declaration;

import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.Log;

import java.util.BitSet;

/** What a log has left of partitions. */
public record LogLeftovers(Log log) implements PartitionIds.Leftovers {

    @Override
    public BitSet forgotten(BitSet partitions) {
        return log.forgotten(partitions);
    }

    @Override
    public void endFile() {
        log.local().ifPresent(LocalLog::endFile);
    }

    @Override
    public void ageAll() {
        log.local().ifPresent(LocalLog::ageAll);
    }
}
