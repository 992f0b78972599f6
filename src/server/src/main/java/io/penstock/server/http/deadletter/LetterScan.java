package io.penstock.server.http.deadletter;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRecord;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.StoredMessage;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.message.MessageBrowser;
import io.penstock.server.http.request.RequestException;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Reads the letters of a queue and puts them into groups, as far as one answer may cost. Safe for use by any thread.
 */
@Singleton
final class LetterScan {

    /** The most letters that are read for one answer. */
    private static final int MAX_LETTERS = 20_000;

    /** The most bytes of letters that are read for one answer: with stack traces, about as many letters. */
    private static final long MAX_BYTES = 256L << 20;

    /** The most groups of an answer. */
    private static final int MAX_GROUPS = 200;

    /** The most answers that are worked on: each reads much. */
    private static final int MAX_AT_ONCE = 4;

    /** How many letters are asked for at a time, while it is not known how large they are, and at most. */
    private static final int FIRST_CHUNK = 16;

    private static final int LARGEST_CHUNK = 500;

    /** The bytes that are asked for at a time if the letters are as large as those before. */
    private static final long CHUNK_BYTES = 1 << 20;

    private final Broker broker;
    private final int maxLetters;
    private final long maxBytes;
    private final int maxGroups;
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);

    @Inject
    LetterScan(@CallersView Broker broker) {
        this(broker, MAX_LETTERS, MAX_BYTES, MAX_GROUPS);
    }

    LetterScan(Broker broker, int maxLetters, long maxBytes, int maxGroups) {
        this.broker = broker;
        this.maxLetters = maxLetters;
        this.maxBytes = maxBytes;
        this.maxGroups = maxGroups;
    }

    /** @param filter of the letters that are read; null for all */
    GroupsView of(String queue, @Nullable String filter) {
        if (!room.tryAcquire()) {
            throw RequestException.overloaded(
                    MAX_AT_ONCE + " answers about the groups of dead letters are worked on. Try again.");
        }
        try {
            var run = new Run(queue, filter);
            // Also says whether the caller may read there, and whether the filter is one.
            broker.browse(run.request(0, Long.MAX_VALUE, 1));
            boolean isWhole = true;
            for (var partition : broker.statistics(queue).partitions()) {
                isWhole &= run.read(partition);
            }
            return run.view(isWhole);
        } finally {
            room.release();
        }
    }

    private final class Run {

        private final String queue;
        private final @Nullable String filter;
        private final Map<LetterGroup.Key, LetterGroup> groups = new HashMap<>();
        private final LetterTimeline timeline = new LetterTimeline();
        private int letters;
        private long bytes;

        private Run(String queue, @Nullable String filter) {
            this.queue = queue;
            this.filter = filter;
        }

        private BrowseRequest request(int partition, long from, int most) {
            return BrowseRequest.waiting(queue, most)
                    .partition(partition)
                    .fromOffset(from)
                    .filter(filter)
                    .build();
        }

        /** Reads a partition. The result is false if there is more in it than may be read. */
        private boolean read(PartitionStatistics partition) {
            long from = partition.startOffset();
            while (from < partition.endOffset()) {
                if (letters >= maxLetters || bytes >= maxBytes) {
                    return broker.browse(request(partition.partition(), from, 1))
                            .isEmpty();
                }
                int most = most();
                var chunk = broker.browse(request(partition.partition(), from, most));
                chunk.forEach(this::add);
                if (chunk.size() < most) {
                    return true;
                }
                from = chunk.get(most - 1).offset() + 1;
            }
            return true;
        }

        private int most() {
            long usual = letters == 0 ? FIRST_CHUNK : CHUNK_BYTES * letters / Math.max(1, bytes);
            return (int) Math.min(maxLetters - letters, Math.max(1, Math.min(usual, LARGEST_CHUNK)));
        }

        private void add(StoredMessage stored) {
            var message = stored.message();
            letters++;
            bytes += MessageBrowser.size(message);
            var death = DeadLetterRecord.of(message).orElse(null);
            var died = death == null ? message.timestamp() : death.diedAt();
            timeline.add(died);
            groups.computeIfAbsent(LetterGroup.Key.of(death), LetterGroup::new).add(stored, death, died);
        }

        private GroupsView view(boolean isWhole) {
            var shown = groups.values().stream()
                    .sorted(Comparator.comparingLong(LetterGroup::count).reversed())
                    .limit(maxGroups)
                    .toList();
            long inShown = shown.stream().mapToLong(LetterGroup::count).sum();
            List<GroupsView.Group> views = shown.stream().map(LetterGroup::view).toList();
            return new GroupsView(letters, isWhole, views, letters - inShown, timeline.step(), timeline.spans());
        }
    }
}
