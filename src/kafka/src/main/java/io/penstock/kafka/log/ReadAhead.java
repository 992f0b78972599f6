package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What readers want from Kafka, in the order in which they asked, and what was fetched for them. One {@link Fetcher}
 * takes a few partitions at a time from here; whoever waits is told when the answer is there. Once somebody reads it,
 * what lies behind it is wanted as well, so that the next reader need not wait. It is safe for any thread.
 */
final class ReadAhead {

    /** What is wanted before somebody asks: as many parts at a time, and the oldest of them is given up. */
    private static final int MAX_AHEAD = 64;

    private final FetchedRecords fetched;

    /** What somebody waits for, the first at the front. */
    private final Map<Place, Wanted> awaited = new LinkedHashMap<>();

    /** What nobody waits for yet. */
    private final Set<Wanted> ahead = new LinkedHashSet<>();

    private final Set<String> forgotten = new HashSet<>();
    private Runnable arrived = () -> {};
    private boolean closed;

    /** An offset of a partition. */
    private record Place(TopicPartition topic, long offset) {}

    /** What is to be fetched: what lies from an offset on, and before an end. */
    record Wanted(TopicPartition topic, long from, long to, List<Waiter> waiters) {

        private Place place() {
            return new Place(topic, from);
        }
    }

    /** Somebody who waits, and who is told of a failure or has it tried again. */
    private record Waiter(CompletableFuture<Void> told, boolean isPatient) {}

    /** @param maxBytes of what was fetched */
    ReadAhead(long maxBytes) {
        fetched = new FetchedRecords(maxBytes);
    }

    /** @param wake is run when something is wanted that was not before */
    synchronized void serve(Runnable wake) {
        arrived = wake;
    }

    /**
     * Looks for the first record at or after an offset; null if it has to be fetched.
     *
     * @param end of what may be fetched behind it
     */
    FetchedRecords.@Nullable Found find(TopicPartition topic, long offset, long end) {
        var found = fetched.find(topic, offset);
        if (found != null && found.isFirstRead() && found.to() < end) {
            wantAhead(new Wanted(topic, found.to(), end, List.of()));
        }
        return found;
    }

    private void wantAhead(Wanted wanted) {
        Runnable wake;
        synchronized (this) {
            if (closed || fetched.has(wanted.topic, wanted.from) || awaited.containsKey(wanted.place())) {
                return;
            }
            ahead.add(wanted);
            if (ahead.size() > MAX_AHEAD) {
                removeFirst(ahead.iterator());
            }
            wake = arrived;
        }
        wake.run();
    }

    private static void removeFirst(Iterator<?> all) {
        all.next();
        all.remove();
    }

    /**
     * Has fetched what lies at an offset.
     *
     * @param end of what may be fetched behind it
     * @param isPatient whether a failure is not told, but tried again until it succeeds
     * @return is completed when the answer is there, or when nobody will fetch it any more; cancelled by whoever does
     *     not wait any longer
     */
    CompletableFuture<Void> fetch(TopicPartition topic, long offset, long end, boolean isPatient) {
        var told = new CompletableFuture<Void>();
        var waiter = new Waiter(told, isPatient);
        Runnable wake;
        synchronized (this) {
            if (closed || fetched.has(topic, offset)) {
                told.complete(null);
                return told;
            }
            awaited.computeIfAbsent(
                            new Place(topic, offset), place -> new Wanted(topic, offset, end, new ArrayList<>()))
                    .waiters
                    .add(waiter);
            wake = arrived;
        }
        told.whenComplete((done, failure) -> giveUp(new Place(topic, offset), waiter));
        wake.run();
        return told;
    }

    private synchronized void giveUp(Place place, Waiter waiter) {
        var wanted = awaited.get(place);
        if (wanted != null && wanted.waiters.remove(waiter) && wanted.waiters.isEmpty()) {
            awaited.remove(place);
        }
    }

    /**
     * What is to be fetched next: at most one part of each partition, what somebody waits for first.
     *
     * @param most parts
     * @param resting partitions that are left out
     */
    synchronized List<Wanted> next(int most, Collection<TopicPartition> resting) {
        var chosen = new LinkedHashMap<TopicPartition, Wanted>();
        for (var all : List.of(awaited.values(), ahead)) {
            for (var wanted : all) {
                if (chosen.size() < most && !resting.contains(wanted.topic)) {
                    chosen.putIfAbsent(wanted.topic, wanted);
                }
            }
        }
        return List.copyOf(chosen.values());
    }

    /** Takes what was fetched, and tells those who wait for it. What nobody wants any more is left out. */
    void found(Wanted wanted, FetchedRecords.Segment segment) {
        var told = new ArrayList<Waiter>();
        synchronized (this) {
            boolean isWanted = ahead.remove(wanted) | awaited.get(wanted.place()) == wanted;
            if (!isWanted || closed) {
                return;
            }
            fetched.put(segment);
            awaited.values().removeIf(each -> {
                boolean isThere = each.topic.equals(segment.topic()) && segment.has(each.from);
                if (isThere) {
                    told.addAll(each.waiters);
                }
                return isThere;
            });
        }
        told.forEach(waiter -> waiter.told.complete(null));
    }

    /** It could not be fetched. Those who wait patiently go on waiting. */
    void failed(Wanted wanted, JournalException cause) {
        List<Waiter> told;
        synchronized (this) {
            ahead.remove(wanted);
            told = wanted.waiters.stream().filter(waiter -> !waiter.isPatient).toList();
        }
        told.forEach(waiter -> waiter.told.completeExceptionally(cause));
        later(wanted);
    }

    /** Others come first, because it takes long. */
    synchronized void later(Wanted wanted) {
        if (ahead.remove(wanted)) {
            ahead.add(wanted);
        }
        if (awaited.remove(wanted.place(), wanted)) {
            awaited.put(wanted.place(), wanted);
        }
    }

    /** Forgets a topic that is given up, and tells those who wait for what is in it. */
    void forget(String name) {
        var told = new ArrayList<Waiter>();
        synchronized (this) {
            fetched.forget(name);
            forgotten.add(name);
            ahead.removeIf(each -> each.topic.topic().equals(name));
            awaited.values().removeIf(each -> {
                boolean isOfIt = each.topic.topic().equals(name);
                if (isOfIt) {
                    told.addAll(each.waiters);
                }
                return isOfIt;
            });
        }
        told.forEach(waiter -> waiter.told.complete(null));
    }

    /** Topics that were forgotten since this was asked last. */
    synchronized Set<String> takeForgotten() {
        var names = Set.copyOf(forgotten);
        forgotten.clear();
        return names;
    }

    /** Nothing is fetched any more, which those who wait are told. */
    void close() {
        var told = new ArrayList<Waiter>();
        synchronized (this) {
            closed = true;
            awaited.values().forEach(each -> told.addAll(each.waiters));
            awaited.clear();
            ahead.clear();
        }
        told.forEach(waiter -> waiter.told.complete(null));
    }
}
