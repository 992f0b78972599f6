package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.Archive;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.young.YoungRecords;
import org.jboss.logging.Logger;

import java.util.HashMap;
import java.util.Map;

/** Lets the archive remove what nobody has to keep, partition by partition, as their plans say. */
final class RetentionRound {

    private static final Logger LOG = Logger.getLogger(RetentionRound.class);

    private final YoungRecords young;
    private final Archive archive;
    private final LogOwner owner;

    /** Partitions that could not be tended in the last round, and why. */
    private final Map<Integer, String> untended = new HashMap<>();

    RetentionRound(YoungRecords young, Archive archive, LogOwner owner) {
        this.young = young;
        this.archive = archive;
        this.owner = owner;
    }

    /** @throws JournalException the first, if a partition could not be tended; then all others were */
    void run() {
        JournalException failure = null;
        untended.clear();
        var offline = archive.offline().keySet();
        for (var partition : archive.marks().partitions()) {
            var id = partition.partition();
            if (!offline.contains(id)) {
                var problem = tendOnline(id);
                if (problem != null) {
                    untended.put(id, problem.getMessage());
                }
                failure = failure == null ? problem : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    Map<Integer, String> untended() {
        return untended;
    }

    private JournalException tendOnline(int id) {
        try {
            tend(id, owner.plan(id));
            return null;
        } catch (JournalException.PartitionOffline e) {
            // It shows among those that are offline from now on.
            LOG.error(e.getMessage());
            return null;
        } catch (JournalException.NotOpen e) {
            throw e;
        } catch (JournalException e) {
            return e;
        } catch (RuntimeException | Error e) {
            return new JournalException(
                    "Old records of partition " + id + " could not be let go (" + e + "). This is a defect.", e);
        }
    }

    private void tend(int id, PartitionPlan plan) {
        if (plan == null) {
            archive.drop(id);
            return;
        }
        if (plan.cleanup() != CleanupPolicy.SETTLED && (plan.maxAge() != null || plan.maxBytes() > 0)) {
            archive.expire(id, plan, firstNeeded(id, plan));
        }
        if (plan.cleanup() != CleanupPolicy.EXPIRE) {
            archive.compact(id, plan, (from, to) -> owner.needed(id, from, to));
        }
    }

    private long firstNeeded(int id, PartitionPlan plan) {
        if (!plan.protectsReaders()) {
            return Long.MAX_VALUE;
        }
        var end = young.endOffset(id);
        var needed = owner.needed(id, Math.max(0, archive.startOffset(id)), end);
        return needed.length == 0 ? end : needed[0];
    }
}
