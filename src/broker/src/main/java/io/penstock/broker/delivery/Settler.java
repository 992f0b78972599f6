package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.backlog.Counters;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.Contained;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.RateLimitedCount;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides how deliveries end. Deliveries that were accepted in a turn are collected and journaled as ranges, all in one
 * entry; everything else is a decision of its own. It belongs to the subscription's loop.
 */
final class Settler implements Settlements {

    private static final Logger LOG = Logger.getLogger(Settler.class);

    private final LocalSubscription subscription;
    private final SubscriptionContext context;
    private final LoopContext loop;
    private final Decisions decisions;
    private final Deliveries deliveries;
    private final ActiveFeeds active;
    private final Counters counters;
    private final RateLimitedCount oldLetters = new RateLimitedCount();
    private final List<PartitionFeed> touched = new ArrayList<>();
    private List<LocalDelivery> accepting = new ArrayList<>();
    private List<Acceptance> acceptances = new ArrayList<>();

    Settler(
            LocalSubscription subscription,
            SubscriptionContext context,
            Decisions decisions,
            Deliveries deliveries,
            ActiveFeeds active,
            Counters counters) {
        this.subscription = subscription;
        this.context = context;
        loop = context.loop();
        this.decisions = decisions;
        this.deliveries = deliveries;
        this.active = active;
        this.counters = counters;
    }

    @Override
    public LocalSubscription subscription() {
        return subscription;
    }

    @Override
    public LoopContext loop() {
        return loop;
    }

    /** Moves a delivery from ACQUIRED to SETTLING, unless its lease has ended. */
    private static boolean begin(Disposition disposition) {
        var delivery = disposition.delivery;
        if (isSettledBefore(delivery)) {
            disposition.refuse(new PenstockException.Conflict("Offset " + delivery.offset + " of partition "
                    + delivery.partition() + " of " + delivery.owner() + " was settled before it was handed out to '"
                    + delivery.consumer() + "' (settleFirst): it can only be accepted."));
            return false;
        }
        if (delivery.state != RecordState.ACQUIRED) {
            disposition.leaseLost();
            return false;
        }
        delivery.state = delivery.state.to(RecordState.SETTLING);
        return true;
    }

    @Override
    public void accept(Disposition.Accept disposition) {
        if (isSettledBefore(disposition.delivery)) {
            disposition.complete(null);
        } else if (begin(disposition)) {
            acceptances.add(disposition);
            accepting(disposition.delivery);
        }
    }

    @Override
    public LocalDelivery accept(Acceptance acceptance, Collection<LocalDelivery> together) {
        LocalDelivery lost = null;
        for (var delivery : together) {
            if (delivery.state == RecordState.ACQUIRED) {
                delivery.state = delivery.state.to(RecordState.SETTLING);
                accepting(delivery);
            } else if (!isSettledBefore(delivery)) {
                lost = delivery;
            }
        }
        acceptances.add(acceptance);
        active.wake();
        return lost;
    }

    private void accepting(LocalDelivery delivery) {
        accepting.add(delivery);
        touched(delivery.feed);
        delivery.feed.settling.add(delivery.offset);
    }

    /**
     * Settles a delivery before it is handed out, so that it is delivered at most once: the consumer gets it when that
     * is journaled.
     */
    void settleFirst(LocalDelivery delivery) {
        var acceptance = new Disposition.Accept(delivery);
        acceptance.thenRun(() -> {
            deliveries.bring(delivery);
            active.wake();
        });
        accept(acceptance);
    }

    private static boolean isSettledBefore(LocalDelivery delivery) {
        return delivery.state == RecordState.ACKNOWLEDGED
                && delivery.member.options().settleFirst();
    }

    /** The feed is about to have, or has, offsets to settle. */
    void touched(PartitionFeed feed) {
        if (!feed.isTouched) {
            feed.isTouched = true;
            touched.add(feed);
            active.wake();
        }
    }

    /** Journals what was settled in this turn. */
    void flush() {
        if (touched.isEmpty()) {
            // Every lease of the deliveries that were to be accepted together may have ended.
            acceptances.forEach(Acceptance::accepted);
            acceptances.clear();
            return;
        }
        var ranges = new Entry.Settled.Ranges[touched.size()];
        for (int i = 0; i < ranges.length; i++) {
            var feed = touched.get(i);
            feed.isTouched = false;
            ranges[i] = new Entry.Settled.Ranges(feed.index, feed.settling.take());
        }
        touched.clear();
        var accepted = new Accepted(accepting, acceptances);
        accepting = new ArrayList<>(accepting.size());
        acceptances = new ArrayList<>(acceptances.size());
        decisions.decide(new Entry.Settled(subscription.id(), ranges), accepted);
    }

    /** The loop has ended before {@link #flush}: nothing of this was journaled. */
    void abandon(PenstockException cause) {
        acceptances.forEach(acceptance -> acceptance.refuse(cause));
        acceptances.clear();
    }

    private final class Accepted implements Decision.Outcome {

        private final List<LocalDelivery> ended;
        private final List<Acceptance> told;

        private Accepted(List<LocalDelivery> ended, List<Acceptance> told) {
            this.ended = ended;
            this.told = told;
        }

        @Override
        public void durable() {
            counters.accepted += ended.size();
            for (var delivery : ended) {
                deliveries.settled(delivery, RecordState.ACKNOWLEDGED);
            }
            told.forEach(Acceptance::accepted);
        }

        @Override
        public void refused(PenstockException cause) {
            told.forEach(acceptance -> acceptance.refuse(cause));
        }

        /** Puts the subscription out of service: decisions of others were written, so the failure is about this one. */
        @Override
        public void failed(PenstockException cause) {
            subscription.failed(cause);
            ended.forEach(delivery -> deliveries.givenBack(delivery, delivery.before));
            refused(cause);
        }
    }

    /** Decides how a delivery ends. If that fails, the delivery waits again, and is not left with nobody. */
    private void end(Disposition disposition, Runnable decision) {
        if (!begin(disposition)) {
            return;
        }
        try {
            decision.run();
        } catch (RuntimeException | Error e) {
            if (disposition.delivery.state == RecordState.SETTLING) {
                deliveries.givenBack(disposition.delivery, disposition.delivery.before);
            }
            throw e;
        }
    }

    @Override
    public void release(Disposition disposition, long delayMillis, boolean countsAsAttempt) {
        end(disposition, () -> {
            long dueAt = delayMillis == 0 ? 0 : loop.nowMillis() + delayMillis;
            giveBack(disposition, disposition.delivery.before.failed() + (countsAsAttempt ? 1 : 0), dueAt);
            counters.retried += countsAsAttempt ? 1 : 0;
        });
    }

    private void giveBack(Disposition disposition, int failedRuns, long dueAtMillis) {
        var delivery = disposition.delivery;
        var known = delivery.counted().due(failedRuns, dueAtMillis);
        deliveries.returning(delivery);
        var entry = new Entry.Tried(subscription.id(), delivery.feed.index, delivery.offset, known);
        decisions.decide(entry, outcome(disposition, () -> deliveries.givenBack(delivery, known)));
    }

    @Override
    public void fail(Disposition disposition, Throwable failure) {
        end(disposition, () -> failed(disposition, failure));
    }

    private void failed(Disposition disposition, Throwable failure) {
        var delivery = disposition.delivery;
        var policy = subscription.declared().retry();
        int failedRuns = delivery.before.failed() + 1;
        if (isLastStop(delivery)) {
            park(disposition);
        } else if (!policy.retries(failure)) {
            bury(disposition, DeadLetterCause.aborted(failure));
        } else if (!policy.allowsRetryAfter(failedRuns)) {
            bury(disposition, DeadLetterCause.exhausted(failedRuns, failure));
        } else if (delivery.deliveries() >= subscription.declared().maxDeliveries()) {
            bury(disposition, DeadLetterCause.tooManyDeliveries(delivery.deliveries(), failure));
        } else {
            retry(disposition, failedRuns, failure);
        }
    }

    private void retry(Disposition disposition, int failedRuns, Throwable failure) {
        var policy = subscription.declared().retry();
        long dueAt =
                loop.nowMillis() + policy.backoff(failedRuns, loop.random()).toMillis();
        long firstDelivered = disposition.delivery.counted().firstDeliveredAtMillis();
        if (!policy.maxDuration().isZero()
                && dueAt - firstDelivered > policy.maxDuration().toMillis()) {
            bury(disposition, DeadLetterCause.tooOld(failedRuns, policy.maxDuration(), failure));
            return;
        }
        counters.retried++;
        giveBack(disposition, failedRuns, dueAt);
    }

    @Override
    public void reject(Disposition disposition, DeadLetterCause death) {
        end(disposition, () -> bury(disposition, death));
    }

    /** A record that was found to have been handed out too often already. */
    void bury(LocalDelivery unhanded, DeadLetterCause death) {
        unhanded.state = unhanded.state.to(RecordState.SETTLING);
        bury(new Disposition.Reject(unhanded, death), death);
    }

    private void bury(Disposition disposition, DeadLetterCause death) {
        var delivery = disposition.delivery;
        var settled = Entry.Settled.one(subscription.id(), delivery.feed.index, delivery.offset);
        boolean isOld = isLastStop(delivery) && death.reason() == DeadLetterReason.EXPIRED;
        if (isLastStop(delivery) && !isOld) {
            park(disposition);
            return;
        }
        Optional<String> queue = isOld
                ? Optional.empty()
                : subscription
                        .declared()
                        .deadLetter()
                        .queueFor(subscription.destination().name(), subscription.name(), death.failure());
        if (queue.isEmpty()) {
            decisions.decide(settled, outcome(disposition, () -> {
                counters.discarded++;
                deliveries.settled(delivery, RecordState.DISCARDED);
                if (isOld) {
                    tellOld();
                } else {
                    died(delivery, death, null);
                }
            }));
        } else {
            toQueue(queue.get(), disposition, death, settled);
        }
    }

    /** A dead-letter queue with a time to live keeps letters for that long. */
    private void tellOld() {
        long letters = oldLetters.add(loop.nowMillis(), 1);
        if (letters > 0) {
            LOG.infof(
                    "%d dead letters in '%s' were older than it keeps them (its time to live) and were thrown away"
                            + " (AGE).",
                    letters, subscription.destination().name());
        }
    }

    /** A message is dead: it is in that queue or, if that is null, thrown away. */
    private void died(LocalDelivery delivery, DeadLetterCause death, String queue) {
        var event = new BrokerEvent.MessageDeadLettered(
                Instant.ofEpochMilli(loop.nowMillis()),
                subscription.destination().name(),
                subscription.name(),
                delivery.message().id(),
                delivery.partition(),
                delivery.offset,
                death.reason(),
                death.shortDescription(),
                queue);
        context.deaths().died(event, subscription.declared().deadLetter().alert());
    }

    private void toQueue(String name, Disposition disposition, DeadLetterCause death, Entry.Settled settled) {
        var delivery = disposition.delivery;
        var queue = context.deadLetterQueues().find(name);
        if (queue == null) {
            context.deadLetterQueues()
                    .declareQueue(name)
                    .whenComplete((declared, failure) -> loop.deliver(new Resumed(disposition, death, failure)));
        } else if (!queue.declared().isQueue()) {
            cannotBury(disposition, "'" + name + "' is a topic. Name another dead-letter queue.");
        } else {
            Message letter;
            try {
                letter = DeadLetterCopy.of(delivery, death, name, loop.nowMillis());
            } catch (RuntimeException e) {
                cannotBury(disposition, e.toString());
                return;
            }
            var to = queue.partitionFor(letter.key(), letter.priority());
            var outcome = outcome(
                    disposition,
                    () -> {
                        counters.deadLettered++;
                        deliveries.settled(delivery, RecordState.DEAD_LETTERED);
                        died(delivery, death, name);
                    },
                    cause -> cannotBury(disposition, cause.getMessage()));
            decisions.decide(settled, List.of(new Decision.Letter(to, letter, null)), outcome);
        }
    }

    /** Goes on with a dead letter after its queue was declared, or could not be declared. */
    private final class Resumed extends Command<Void> {

        private final Disposition disposition;
        private final DeadLetterCause death;
        private final Throwable failure;

        private Resumed(Disposition disposition, DeadLetterCause death, Throwable failure) {
            this.disposition = disposition;
            this.death = death;
            this.failure = failure;
        }

        @Override
        public void execute() {
            if (failure == null) {
                bury(disposition, death);
            } else if (PenstockException.causeOf(failure) instanceof PenstockException.Conflict
                    || PenstockException.causeOf(failure) instanceof PenstockException.InvalidConfiguration) {
                cannotBury(disposition, PenstockException.causeOf(failure).getMessage());
            } else {
                refuse(new PenstockException.Unavailable(
                        "The dead-letter queue of " + subscription + " could not be declared.", failure));
            }
        }

        @Override
        public Contained about() {
            return subscription;
        }

        @Override
        public void refuse(PenstockException cause) {
            disposition.refuse(cause);
        }
    }

    /** Parks a message that cannot become a dead letter, so that it holds up no other and can be seen. */
    private void cannotBury(Disposition disposition, String reason) {
        LOG.errorf(
                "A dead letter of %s cannot be written: %s Offset %d of partition %d stays where it is (parked), until"
                        + " the subscription is resumed or the broker restarts.",
                subscription, reason, disposition.delivery.offset, disposition.delivery.partition());
        park(disposition);
    }

    /**
     * A dead letter in a queue for those dies no further, so that none goes round for ever. What was sent to that queue
     * as work is retried and dies as its own policy says.
     */
    private boolean isLastStop(LocalDelivery delivery) {
        return subscription.destination().declared().isQueue()
                && context.deadLetterQueues()
                        .isDeadLetterQueue(subscription.destination().name())
                && DeadLetterRecord.of(delivery.message()).isPresent();
    }

    private void park(Disposition disposition) {
        deliveries.parked(disposition.delivery);
        disposition.complete(null);
    }

    @Override
    public void renew(Disposition disposition, long leaseMillis) {
        var delivery = disposition.delivery;
        if (isSettledBefore(delivery)) {
            disposition.complete(null);
            return;
        }
        long now = loop.nowMillis();
        long end = delivery.state == RecordState.ACQUIRED ? delivery.member.leaseEnd(delivery, now, leaseMillis) : 0;
        if (end <= now) {
            disposition.leaseLost();
            return;
        }
        deliveries.renewed(delivery, end);
        disposition.complete(null);
    }

    @Override
    public void accepted(LocalDelivery delivery) {
        deliveries.accepted(delivery);
    }

    @Override
    public void unreserve(LocalDelivery delivery) {
        deliveries.unreserve(delivery);
    }

    @Override
    public void unlocked(LocalDelivery delivery) {
        deliveries.unlocked(delivery);
    }

    private Decision.Outcome outcome(Disposition disposition, Runnable then) {
        return outcome(disposition, then, cause -> {
            subscription.failed(cause);
            deliveries.givenBack(disposition.delivery, disposition.delivery.before);
            disposition.refuse(cause);
        });
    }

    /** @param otherwise what follows if this decision alone cannot be written */
    private static Decision.Outcome outcome(
            Disposition disposition, Runnable then, Consumer<PenstockException> otherwise) {
        return new Decision.Outcome() {
            @Override
            public void durable() {
                then.run();
                disposition.complete(null);
            }

            @Override
            public void refused(PenstockException cause) {
                disposition.refuse(cause);
            }

            @Override
            public void failed(PenstockException cause) {
                otherwise.accept(cause);
            }
        };
    }
}
