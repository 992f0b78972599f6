package io.penstock.broker;

import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.RecordBatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A log whose records lie elsewhere: at random they have to be fetched first, which another thread does after a while.
 * It keeps everything in another log. A dispatch loop that waits for it, whichever thread has the loop's turn, fails
 * the test when the log is closed.
 */
public final class DistantLog extends ForwardingLog {

    /** What has to be fetched: the batch at an offset of a partition. */
    private record Place(int partition, long offset) {}

    /** What somebody waits for. */
    private record Fetch(Place place, CompletableFuture<Void> here) {}

    private static final int MAX_DELAY_MICROS = 1_500;
    private static final String LOOP = "io.penstock.broker.loop.DispatchLoop";

    private final Log log;
    private final Random random;
    private final ScheduledExecutorService elsewhere = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "test-distance");
        thread.setDaemon(true);
        return thread;
    });

    /** Fetched, and not read since. */
    private final Set<Place> here = ConcurrentHashMap.newKeySet();

    private final Set<Fetch> awaited = ConcurrentHashMap.newKeySet();
    private final Set<Integer> unreachable = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> lost = new ConcurrentHashMap<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Whether nothing is at hand that was not fetched. */
    private volatile boolean isEverythingFar;

    DistantLog(Log log, long seed) {
        super(log);
        this.log = log;
        random = new Random(seed);
    }

    /** Nothing is at hand from now on that was not fetched. */
    void everythingIsFar() {
        isEverythingFar = true;
    }

    /** Whatever is fetched of that partition does not come before it is {@link #reach reached} again. */
    void unreachable(int partition) {
        unreachable.add(partition);
    }

    void reach(int partition) {
        unreachable.remove(partition);
        awaited.forEach(fetch -> elsewhere.execute(() -> bring(fetch)));
    }

    /** What is fetched of that partition turns out to be damaged. */
    void lose(int partition) {
        lost.put(partition, "lost on the way");
    }

    /** How many wait for something of that partition. */
    long awaited(int partition) {
        return awaited.stream()
                .filter(fetch -> fetch.place().partition() == partition)
                .count();
    }

    @Override
    public RecordBatch readNow(int partition, long offset) {
        var place = new Place(partition, offset);
        if (here.remove(place)) {
            requireFound(partition);
            return log.read(partition, offset);
        }
        boolean isAtHand = !isEverythingFar && !unreachable.contains(partition) && random.nextInt(3) > 0;
        // Nobody has to be asked whether there is anything behind the end.
        return isAtHand || offset == log.endOffset(partition) ? log.read(partition, offset) : NOT_HERE;
    }

    private void requireFound(int partition) {
        var loss = lost.get(partition);
        if (loss != null) {
            throw new JournalException.PartitionOffline(partition, loss);
        }
    }

    @Override
    public CompletableFuture<Void> fetch(int partition, long offset) {
        var fetch = new Fetch(new Place(partition, offset), new CompletableFuture<>());
        awaited.add(fetch);
        fetch.here().whenComplete((done, failure) -> awaited.remove(fetch));
        try {
            if (random.nextInt(8) == 0) {
                bring(fetch);
            } else {
                elsewhere.schedule(() -> bring(fetch), random.nextInt(MAX_DELAY_MICROS), TimeUnit.MICROSECONDS);
            }
        } catch (RejectedExecutionException e) {
            fetch.here().complete(null);
        }
        if (closed) {
            fetch.here().complete(null);
        }
        return fetch.here();
    }

    private void bring(Fetch fetch) {
        if (!unreachable.contains(fetch.place().partition())) {
            // Now and then it is gone again before whoever waits for it comes to read it.
            if (random.nextInt(8) > 0) {
                here.add(fetch.place());
            }
            fetch.here().complete(null);
        }
    }

    @Override
    public RecordBatch read(int partition, long offset) {
        requireMayWait("read offset " + offset + " of partition " + partition);
        return log.read(partition, offset);
    }

    @Override
    public long offsetAt(int partition, long timestampMillis) {
        requireMayWait("looked for a time in partition " + partition);
        return log.offsetAt(partition, timestampMillis);
    }

    private void requireMayWait(String what) {
        boolean isLoop = StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(LOOP)
                        && frame.getMethodName().equals("oneTurn")));
        if (isLoop) {
            var fault = new AssertionError("A dispatch loop " + what + ", and may have to wait for it.");
            faults.add(fault);
            throw fault;
        }
    }

    /** Fails if a loop has ever waited. */
    void requireNoFault() {
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " times a dispatch loop waited for the log.", faults.peek());
        }
    }

    @Override
    public void close() {
        log.close();
        closed = true;
        elsewhere.shutdownNow();
        List<Fetch> left = new ArrayList<>(awaited);
        left.forEach(fetch -> fetch.here().complete(null));
        requireNoFault();
    }

    @Override
    public String describe() {
        return "elsewhere: " + log.describe();
    }

    @Override
    public String offline(int partition) {
        return lost.containsKey(partition) ? lost.get(partition) : log.offline(partition);
    }

    @Override
    public Map<Integer, String> offline() {
        return lost.isEmpty() ? log.offline() : lost;
    }
}
