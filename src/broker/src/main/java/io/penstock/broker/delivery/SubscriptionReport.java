package io.penstock.broker.delivery;

import io.penstock.ConsumerStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.MessageProgress;
import io.penstock.MessageState;
import io.penstock.broker.backlog.Counters;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.feed.NeededRanges;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.PassedOver;
import io.penstock.broker.loop.LoopContext;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports what a subscription has settled and what waits, for statistics and browsing. It is asked on the
 * subscription's loop.
 */
public final class SubscriptionReport {

    private final LocalSubscription subscription;
    private final LoopContext loop;
    private final SubscriptionProgress progress;
    private final PartitionFeeds feeds;
    private final Consumers consumers;
    private final HandOut handOut;
    private final Counters counters;

    SubscriptionReport(
            LocalSubscription subscription,
            LoopContext loop,
            SubscriptionProgress progress,
            PartitionFeeds feeds,
            Consumers consumers,
            HandOut handOut,
            Counters counters) {
        this.subscription = subscription;
        this.loop = loop;
        this.progress = progress;
        this.feeds = feeds;
        this.consumers = consumers;
        this.handOut = handOut;
        this.counters = counters;
    }

    /** Offsets that are not settled, in order: at most that many. */
    public long[] unsettled(int partition, long fromOffset, int limit) {
        var known = feeds.progress(partition);
        long end = subscription.destination().partition(partition).endOffset();
        var offsets = new long[(int) Math.min(limit, known.unsettled(end))];
        int count = 0;
        for (long at = known.nextUnsettled(fromOffset);
                at < end && count < offsets.length;
                at = known.nextUnsettled(at + 1)) {
            offsets[count++] = at;
        }
        return Arrays.copyOf(offsets, count);
    }

    /** Offsets that are parked, in order: at most that many. */
    public long[] parked(int partition, long fromOffset, int limit) {
        return feeds.feed(partition).withheld().parked().stream()
                .mapToLong(Long::longValue)
                .filter(offset -> offset >= fromOffset)
                .sorted()
                .limit(limit)
                .toArray();
    }

    /** Finds out which of those offsets are parked. */
    public Set<Long> parkedOf(int partition, Collection<Long> offsets) {
        var parked = feeds.feed(partition).withheld().parked();
        return offsets.stream().filter(parked::contains).collect(Collectors.toSet());
    }

    /**
     * Tells where a record is that the subscription is meant to have.
     *
     * @param deliverAtMillis before which its sender does not want it delivered; 0 for at once
     */
    public MessageProgress progress(int partition, long offset, long deliverAtMillis) {
        var feed = feeds.feed(partition);
        if (feed.progress.isSettled(offset)) {
            return progress(MessageState.SETTLED, Attempts.NONE, 0);
        }
        var held = held(feed, offset);
        if (held != null) {
            return new MessageProgress(
                    subscription.name(),
                    MessageState.ACQUIRED,
                    held.attempt() - 1,
                    held.deliveries(),
                    held.consumer(),
                    Optional.empty());
        }
        var tried = feed.progress.attempts(offset);
        if (feed.progress.isLocked(offset)) {
            return progress(MessageState.PREPARED, tried, 0);
        }
        if (feed.withheld().parked().contains(offset)) {
            return progress(MessageState.PARKED, tried, 0);
        }
        long due = Math.max(tried.dueAtMillis(), tried.deliveries() == 0 ? deliverAtMillis : 0);
        return due > loop.nowMillis()
                ? progress(MessageState.SCHEDULED, tried, due)
                : progress(MessageState.WAITING, tried, 0);
    }

    private MessageProgress progress(MessageState state, Attempts tried, long dueMillis) {
        return new MessageProgress(
                subscription.name(),
                state,
                tried.failed(),
                tried.deliveries(),
                null,
                dueMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(dueMillis)));
    }

    /** The delivery of a record that a consumer has; null if none has it. */
    private LocalDelivery held(PartitionFeed feed, long offset) {
        return consumers.members().all().stream()
                .flatMap(member -> member.held().stream())
                .filter(delivery -> delivery.feed == feed && delivery.offset == offset)
                .findFirst()
                .orElse(null);
    }

    /** The ranges between two offsets that are not settled: not more than {@link NeededRanges#MAX_RANGES} of them. */
    public long[] needed(int partition, long from, long to) {
        var known = feeds.progress(partition);
        var needed = new NeededRanges();
        for (long at = known.nextUnsettled(from); at < to; at = known.nextUnsettled(at)) {
            long end = Math.min(to, known.nextSettled(at));
            needed.add(at, end);
            at = end;
        }
        return needed.ranges();
    }

    /** The oldest offset of each partition that is not settled; its end if everything is settled. */
    public long[] oldestUnsettled() {
        return Arrays.stream(feeds.progress())
                .mapToLong(known -> known.nextUnsettled(0))
                .toArray();
    }

    /** The statistics, without the age of the oldest message, which has to be read. */
    public SubscriptionStatistics statistics() {
        if (subscription.problem() == null) {
            handOut.passRemoved();
        }
        long waiting = 0;
        long scheduled = 0;
        long parked = 0;
        long passedOver = 0;
        for (var feed : feeds.all()) {
            waiting += feed.waiting();
            scheduled += feed.scheduled(loop.nowMillis());
            parked += feed.withheld().parked().size();
            passedOver += feed.passedOver.size();
        }
        return new SubscriptionStatistics(
                subscription.name(),
                waiting,
                consumers.acquired,
                scheduled,
                consumers.members().size(),
                counters.delivered,
                counters.accepted,
                counters.retried,
                counters.deadLettered,
                counters.discarded,
                counters.skipped,
                parked,
                passedOver,
                counters.undecided,
                0,
                progress.isPaused(),
                subscription.problem(),
                ofConsumers());
    }

    private List<ConsumerStatistics> ofConsumers() {
        var members = consumers.members();
        return members.all().stream()
                .map(member -> new ConsumerStatistics(
                        member.options().name(),
                        members.owned(member),
                        member.acquired(),
                        member.delivered(),
                        idleReason(member)))
                .toList();
    }

    private String idleReason(Member member) {
        if (subscription.problem() != null) {
            return subscription.problem();
        }
        if (progress.isPaused()) {
            return "The subscription is paused.";
        }
        var reason = consumers.members().idleReason(member);
        return reason == null ? fullness(member) : reason;
    }

    /** Why what the member takes may not be found; null if that is not so. */
    private String fullness(Member member) {
        for (var feed : feeds.all()) {
            if (feed.passedOver.isFull() && !feed.passedOver.isFor(member) && !feed.passedOver.isFor(member.taker)) {
                return PassedOver.MAX_PASSED_OVER + " messages of partition " + feed.index
                        + " are passed over, since no consumer takes them or has room for them: those behind wait.";
            }
        }
        return null;
    }
}
