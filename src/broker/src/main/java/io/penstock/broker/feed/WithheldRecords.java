package io.penstock.broker.feed;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps the records of a partition that are not settled and that nobody gets: parked ones, those that are on their way
 * back to where they came from, and those of a prepared transaction. Not thread-safe.
 */
public final class WithheldRecords {

    private final PartitionProgress progress;
    private final Set<Long> parked = new HashSet<>();
    private final Set<Long> claimed = new HashSet<>();

    /** The withheld records that would have been handed out, which are remembered nowhere else. */
    private final Set<Long> passed = new HashSet<>();

    /** The records that are on their way to the dead letters without having been handed out. */
    private final Set<Long> dying = new HashSet<>();

    /** Looked at, and found to be with a prepared transaction; they are inside their keys. */
    private final Set<Long> locked = new HashSet<>();

    WithheldRecords(PartitionProgress progress) {
        this.progress = progress;
    }

    void park(long at) {
        parked.add(at);
    }

    /** The offsets of those that were parked. */
    public Set<Long> parked() {
        return Collections.unmodifiableSet(parked);
    }

    /** Takes it away from hand-out, for good; false if it is settled, or somebody else's, already. */
    boolean claim(long at) {
        return !progress.isSettled(at) && !progress.isLocked(at) && claimed.add(at);
    }

    /** Whether a record is claimed, so that it must not be handed out. */
    public boolean isClaimed(long at) {
        boolean isClaimed = !claimed.isEmpty() && claimed.contains(at);
        if (isClaimed) {
            passed.add(at);
        }
        return isClaimed;
    }

    /** A claimed record is not settled after all; true if it is to be brought back to where others wait. */
    boolean unclaim(long at) {
        return claimed.remove(at) && passed.remove(at);
    }

    /** Whether it is not settled, and neither claimed nor with a prepared transaction nor about to die. */
    public boolean isAvailable(long at) {
        return !progress.isSettled(at) && !progress.isLocked(at) && !claimed.contains(at) && !dying.contains(at);
    }

    public void dying(long at) {
        dying.add(at);
    }

    public void died(long at) {
        dying.remove(at);
    }

    /** Takes over the claimed records of the feed that this one replaces, so that they go to nobody here either. */
    public void adopt(WithheldRecords other) {
        claimed.addAll(other.claimed);
    }

    boolean isGone(long at) {
        return progress.isSettled(at) || isClaimed(at);
    }

    /** Whether a prepared transaction has it; if so, it is known here until that ends. */
    boolean lock(long at) {
        boolean isLocked = progress.isLocked(at);
        if (isLocked) {
            locked.add(at);
        }
        return isLocked;
    }

    /** The prepared transaction was rolled back; false if nobody had looked at the record. */
    boolean unlock(long at) {
        return locked.remove(at);
    }

    void settled(long at) {
        parked.remove(at);
        claimed.remove(at);
        passed.remove(at);
        locked.remove(at);
    }

    /** Much was settled that nobody had. */
    void forgetGone() {
        parked.removeIf(this::isGone);
    }
}
