package io.penstock.broker.operation;

import io.penstock.DeadLetterRecord;
import io.penstock.DeadLetterRequest;
import io.penstock.PenstockException;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.record.JournalRecord;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.JournalException;

import java.util.ArrayList;
import java.util.List;

/** Goes through the dead letters that a request selects, a page at a time. It is used by one thread at a time. */
final class DeadLetterCursor {

    /** Letters read, and in flight, at a time. */
    static final int PAGE = 500;

    private static final long MILLIS_PER_SECOND = 1_000;

    private final DeadLetterRequest request;
    private final Filter filter;
    private final LocalDestination queue;
    private final SubscriptionCatalog subscriptions;
    private final long[] ends;
    private final Browser browser;
    private int partition;
    private long from;
    private long matched;
    private long left;

    /** The time at which the last letter was taken, as if letters of a limited rate were evenly spread. */
    private double paidUntilMillis;

    DeadLetterCursor(
            DeadLetterRequest request,
            LocalDestination queue,
            SubscriptionCatalog subscriptions,
            long[] ends,
            long alreadyDone,
            Browser browser) {
        this.request = request;
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.ends = ends;
        this.browser = browser;
        filter = Filter.parse(request.filter());
        matched = alreadyDone;
    }

    LocalDestination queue() {
        return queue;
    }

    long matched() {
        return matched;
    }

    /** The number of letters that were found and could not be moved. */
    long left() {
        return left;
    }

    void notDone(int letters) {
        left += letters;
    }

    boolean isOver() {
        return partition >= ends.length || matched >= request.limit();
    }

    /** The time at which the rate allows the next letter. */
    long nextMillis(long nowMillis) {
        if (request.perSecond() == 0) {
            return nowMillis;
        }
        double interval = (double) MILLIS_PER_SECOND / request.perSecond();
        // A clock that was set back must not stop it, and one that jumped forth must not release a flood.
        paidUntilMillis = Math.min(paidUntilMillis, nowMillis + interval);
        paidUntilMillis = Math.max(paidUntilMillis, nowMillis - MILLIS_PER_SECOND);
        return (long) Math.ceil(paidUntilMillis);
    }

    /** The number of letters that the rate allows now. */
    int allowed(long nowMillis) {
        if (request.perSecond() == 0) {
            return PAGE;
        }
        double interval = (double) MILLIS_PER_SECOND / request.perSecond();
        return (int) Math.min(PAGE, Math.max(0, Math.floor((nowMillis - paidUntilMillis) / interval) + 1));
    }

    /** The position that the cursor has reached. */
    record At(int partition, long from, long matched) {}

    At place() {
        return new At(partition, from, matched);
    }

    /**
     * Goes back to a place. The letters that were found since will be found again, except for as many as were moved.
     */
    void back(At place, int done) {
        partition = place.partition();
        from = place.from();
        matched = place.matched() + done;
    }

    /** The next letters, all of one partition; perhaps none although it is not over. */
    List<JournalRecord> next(int most) {
        var found = new ArrayList<JournalRecord>();
        if (isOver()) {
            return found;
        }
        var page = page();
        for (var record : page) {
            if (record.offset() >= ends[partition] || found.size() == most || matched >= request.limit()) {
                break;
            }
            from = record.offset() + 1;
            if (matches(record)) {
                found.add(record);
                matched++;
            }
        }
        if (page.isEmpty() || from >= ends[partition] || page.get(0).offset() >= ends[partition]) {
            partition++;
            from = 0;
        }
        if (request.perSecond() > 0) {
            paidUntilMillis += found.size() * (double) MILLIS_PER_SECOND / request.perSecond();
        }
        return found;
    }

    private List<JournalRecord> page() {
        var engine = subscriptions.find(queue, queue.name());
        if (engine == null) {
            throw new PenstockException.UnknownDestination(queue.name());
        }
        try {
            return browser.waiting(queue.partition(partition), engine, from, PAGE, RecordFilter.ALL);
        } catch (JournalException.PartitionOffline e) {
            throw Outcomes.offline(queue.name(), partition, e.getMessage());
        }
    }

    private boolean matches(JournalRecord record) {
        var message = record.message();
        var death = DeadLetterRecord.of(message);
        return death.isPresent()
                && (request.messageIds().isEmpty() || request.messageIds().contains(message.id()))
                && filter.matches(new DeadLetterFields(death.get(), record.fields()));
    }
}
