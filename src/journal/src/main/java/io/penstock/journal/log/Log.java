package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveStatistics;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.commit.JournalStatistics;
import io.penstock.journal.frame.Append;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.RecordBatch;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps records of numbered partitions and state entries durably, and tells its {@link LogOwner owner} of them in one
 * order. This is all that an engine needs of a log; where the bytes lie is the log's own affair. {@link LocalLog} keeps
 * them in a directory of this machine.
 *
 * <p><b>Order.</b> A log writes frames, one after the other. An append is in one frame, whole, or in none. Everything
 * of a frame is told to the owner after it is durable and before its appends complete, by one thread at a time, and in
 * the same order again when the log is opened. Records that one append puts into one partition, one after the other,
 * get offsets that follow each other.
 *
 * <p><b>Offsets</b> of a partition begin at 0 and only rise. One that no record has is a {@link LogOwner#hole hole}: it
 * is told before any record behind it, and again whenever the log is opened, unless it is part of the state that is
 * {@link LogOwner#restore restored}. The log of a directory has no holes.
 *
 * <p><b>Durability.</b> An append that was {@link Append#isForced() forced} is completed when it survives the loss of
 * power, any other one when it survives the end of this process. A log whose writing has failed completes nothing more
 * as durable; what was on its way then is told as failed, and only the next start shows whether it was written.
 *
 * <p><b>Threads.</b> Any thread may call any method, except that callbacks of the log and of appends must not wait for
 * the log. Those that wait are {@link #append} while too much is queued, {@link #appendHere}, {@link #appendAndWait},
 * {@link #read}, {@link #offsetAt} and {@link #close}. All others answer at once, from what the log knows.
 */
public interface Log extends AutoCloseable {

    /** What {@link #readNow} answers when there may be a batch, which has to be fetched first. It holds nothing. */
    RecordBatch NOT_HERE = RecordBatch.ofIntact(new byte[BatchFormat.HEADER_BYTES]);

    /** The id that was made with the log, and identifies it among all others. It is never zero. */
    long storeId();

    /** The number of times that this log was opened, this time included. */
    int incarnation();

    /** Says for people where the log lies: a path, or the name of what keeps it. */
    String describe();

    /**
     * Queues an append; appends of one thread are written in order. Waits while too much is queued already. Failures,
     * {@link JournalException.NotOpen} and {@link JournalException.StorageFull} among them, are told to the append;
     * only {@link JournalException.TooLarge} is thrown.
     */
    void append(Append append);

    /**
     * Queues an append as {@link #append} does, but never waits: while too much is queued already it returns false, and
     * the append is as if it had not been handed over.
     */
    boolean tryAppend(Append append);

    /**
     * Queues an append as {@link #append} does; a log that can do so has the calling thread write before it returns,
     * and the append has completed then. For a thread that has nothing better to do than to hear of that.
     */
    void appendHere(Append append);

    /** Queues an append as {@link #appendHere} does, and waits until it completed, whatever interrupts it. */
    void appendAndWait(Append append);

    /**
     * The batch with the first record at or after an offset, or null if there is none up to the end offset. It may
     * begin with earlier records, and where records were removed, or offsets are holes, it may begin with later ones.
     * May wait for as long as it takes to fetch it.
     *
     * @throws IllegalArgumentException if the offset is negative or beyond the end offset
     * @throws JournalException.PartitionOffline if the partition's bytes are not what was written
     * @throws JournalException.NotOpen if the log is closed
     */
    RecordBatch read(int partition, long offset);

    /**
     * The batch that {@link #read} gives, or {@link #NOT_HERE} if it has to be fetched from elsewhere first: for
     * threads that others wait for, dispatch loops above all. A log on a disk of this machine reads at once.
     *
     * @throws IllegalArgumentException as {@link #read}
     * @throws JournalException as {@link #read}
     */
    default RecordBatch readNow(int partition, long offset) {
        return read(partition, offset);
    }

    /**
     * Has a batch fetched that {@link #readNow} does not have. Does not wait, and throws nothing.
     *
     * @return is completed when {@link #readNow} has another answer: the batch, or the exception that says why it
     *     cannot be had; when the log is closed, too. The batch is kept at hand long enough for whoever is told so; if
     *     it is gone nevertheless, it can be fetched again. Cancelled by whoever does not wait any more; the log keeps
     *     nothing of it then
     */
    default CompletableFuture<Void> fetch(int partition, long offset) {
        return CompletableFuture.completedFuture(null);
    }

    /** The oldest offset that can be read; the end offset if there is none. */
    long startOffset(int partition);

    /**
     * The offset behind the last record or hole, as far as told to the owner; 0 if nothing was ever written. The next
     * record gets it, unless holes come first.
     */
    long endOffset(int partition);

    /**
     * The first offset whose record is of that time or later; the end offset if there is none. May wait as {@link
     * #read} may.
     *
     * @param timestampMillis since the epoch
     * @throws JournalException.PartitionOffline if the partition's bytes are not what was written
     * @throws JournalException.NotOpen if the log is closed
     */
    long offsetAt(int partition, long timestampMillis);

    /**
     * Makes the partitions of a destination, or has them kept in another way, before that is appended: before a
     * declaration, a growth, or a change of policies. Does not wait. Calling it again with the same does nothing; what
     * was made for a declaration that was never written may be given up.
     *
     * @param plan of the destination's first partition; the others are kept in the same way. Whether it protects
     *     readers may change afterwards: the owner's {@link LogOwner#plan plan} says that at any time
     * @param partitions how many there are to be, with those that exist
     * @return is completed when they can be appended to, by a thread that may append; it fails with a {@link
     *     JournalException} that says why they cannot be made
     */
    default CompletionStage<Void> provision(PartitionPlan plan, int partitions) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * A destination was deleted, which is durable: what its partitions hold can be given up. Appends may still be on
     * their way to them; those are to be completed, and have no effect. Does not wait, and throws nothing. After a
     * crash nobody calls this: a log gives up, some time after it is opened, what its owner has no {@link LogOwner#plan
     * plan} of.
     *
     * @param plan of the destination's first partition
     * @param partitions how many there were
     */
    default void drop(PartitionPlan plan, int partitions) {}

    /**
     * Of those partitions, the ones of which nothing is left, whatever is opened again. Of partitions that do not exist
     * for the owner any more and that nothing is written to, this remains true.
     */
    BitSet forgotten(BitSet partitions);

    /** Says why a partition cannot be read; null if it can. */
    String offline(int partition);

    /** Partitions that cannot be read, and why. Others are served. */
    Map<Integer, String> offline();

    /** Says why the log no longer writes; null while it does. */
    JournalException failure();

    /** Why nothing can be written just now, though it is tried again; null while it can. */
    JournalException stall();

    /** Why records are refused for lack of space, or null while they are not. Entries are taken still. */
    JournalException.StorageFull shortage();

    /**
     * Why nothing more should be written to a partition, because its old records cannot be dealt with; null otherwise.
     * Cheap; the log itself refuses nothing.
     */
    default String heldUp(int partition) {
        return null;
    }

    /**
     * Says why the background work with old records got no further at its last try, or null. It tries again; senders go
     * on.
     */
    default JournalException agingFailure() {
        return null;
    }

    /** The time for which the background work has got no further, in milliseconds; 0 while it does. */
    default long agingFailureMillis() {
        return 0;
    }

    /** Partitions that the background work is kept from getting on with, and why. It gets on with the others. */
    default Map<Integer, String> agingProblems() {
        return Map.of();
    }

    /** Whether what the background work fails at concerns only single partitions, as {@link #agingProblems} tells. */
    default boolean isAgingContained() {
        return true;
    }

    /** Says what was written since the log was opened. Cheap; never blocks. */
    JournalStatistics statistics();

    /** Says what is kept of old records in an archive of the log's own, and what was done there since opening. */
    default ArchiveStatistics archiveStatistics() {
        return ArchiveStatistics.NONE;
    }

    /**
     * The log of this machine's disk that this is, for what only such a one has: files to copy and to give up. Empty if
     * the bytes lie elsewhere.
     */
    default Optional<LocalLog> local() {
        return Optional.empty();
    }

    /**
     * Completes what is queued, and takes nothing more. The owner may be asked for its state once more, after
     * everything was told. Calling it again does nothing.
     *
     * @throws IllegalStateException if called by a callback of the log
     */
    @Override
    void close();
}
