package io.penstock.broker.delivery;

import io.penstock.DeadLetterReason;
import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.RateLimitedCount;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides how deliveries end. Accepted ones of a turn are collected and journaled as ranges, all in one entry;
 * everything else is a decision of its own. Belongs to the subscription's loop.
 */
public final class Settler {

    private static final Logger LOG = Logger.getLogger(Settler.class);

    private final SubscriptionEngine engine;
    private final SubscriptionContext context;
    private final LoopContext loop;
    private final Counters counters;
    private final RateLimitedCount oldLetters = new RateLimitedCount();
    private final List<PartitionFeed> touched = new ArrayList<>();
    private List<LocalDelivery> accepting = new ArrayList<>();
    private List<Acceptance> acceptances = new ArrayList<>();

    Settler(SubscriptionEngine engine, SubscriptionContext context, Counters counters) {
        this.engine = engine;
        this.context = context;
        loop = context.loop();
        this.counters = counters;
    }

    /** From ACQUIRED to SETTLING, unless the lease has ended. */
    private static boolean begin(Disposition disposition) {
        var delivery = disposition.delivery;
        if (isSettledBefore(delivery)) {
            disposition.refuse(new PenstockException.Conflict("Offset " + delivery.offset + " of partition "
                    + delivery.partition() + " of " + delivery.engine + " was settled before it was handed out to '"
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

    void accept(Disposition.Accept disposition) {
        if (isSettledBefore(disposition.delivery)) {
            disposition.complete(null);
        } else if (begin(disposition)) {
            acceptances.add(disposition);
            accepting(disposition.delivery);
        }
    }

    /** Accepts those whose lease has not ended; returns one whose lease has, or null. */
    LocalDelivery accept(Acceptance acceptance, List<LocalDelivery> deliveries) {
        LocalDelivery lost = null;
        for (var delivery : deliveries) {
            if (delivery.state == RecordState.ACQUIRED) {
                delivery.state = delivery.state.to(RecordState.SETTLING);
                accepting(delivery);
            } else if (!isSettledBefore(delivery)) {
                lost = delivery;
            }
        }
        acceptances.add(acceptance);
        loop.schedule(engine);
        return lost;
    }

    private void accepting(LocalDelivery delivery) {
        accepting.add(delivery);
        touched(delivery.feed);
        delivery.feed.settling.add(delivery.offset);
    }

    /** At most once: the consumer is handed it when that is journaled. */
    void settleFirst(LocalDelivery delivery) {
        var acceptance = new Disposition.Accept(delivery);
        acceptance.thenRun(() -> {
            delivery.member.hand(delivery);
            loop.schedule(engine);
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
            loop.schedule(engine);
        }
    }

    /** Journals what was settled in this turn. */
    void flush() {
        if (touched.isEmpty()) {
            // Of those that were to be accepted together, every lease may have ended.
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
        decide(List.of(new Entry.Settled(engine.id(), ranges)), List.of(), accepted);
    }

    /** The loop has ended before {@link #flush}: nothing of this was journaled. */
    void abandon(PenstockException cause) {
        acceptances.forEach(acceptance -> acceptance.refuse(cause));
        acceptances.clear();
    }

    private void decide(List<Entry.Progress> entries, List<Decision.Letter> letters, Decision.Outcome outcome) {
        context.decide(new Decision(engine, context.forcesSettlements(), entries, letters, outcome));
    }

    private final class Accepted implements Decision.Outcome {

        private final List<LocalDelivery> deliveries;
        private final List<Acceptance> told;

        private Accepted(List<LocalDelivery> deliveries, List<Acceptance> told) {
            this.deliveries = deliveries;
            this.told = told;
        }

        @Override
        public void durable() {
            counters.accepted += deliveries.size();
            for (var delivery : deliveries) {
                engine.deliveries().settled(delivery, RecordState.ACKNOWLEDGED);
            }
            told.forEach(Acceptance::accepted);
        }

        @Override
        public void refused(PenstockException cause) {
            told.forEach(acceptance -> acceptance.refuse(cause));
        }
    }

    void release(Disposition disposition, long delayMillis, boolean countsAsAttempt) {
        if (begin(disposition)) {
            long dueAt = delayMillis == 0 ? 0 : loop.nowMillis() + delayMillis;
            giveBack(disposition, disposition.delivery.before.failed() + (countsAsAttempt ? 1 : 0), dueAt);
            counters.retried += countsAsAttempt ? 1 : 0;
        }
    }

    private void giveBack(Disposition disposition, int failedRuns, long dueAtMillis) {
        var delivery = disposition.delivery;
        var known = delivery.counted().due(failedRuns, dueAtMillis);
        engine.deliveries().returning(delivery);
        var entry = new Entry.Tried(engine.id(), delivery.feed.index, delivery.offset, known);
        decide(
                List.of(entry),
                List.of(),
                outcome(disposition, () -> engine.deliveries().givenBack(delivery, known)));
    }

    void fail(Disposition disposition, Throwable failure) {
        if (!begin(disposition)) {
            return;
        }
        var delivery = disposition.delivery;
        var policy = engine.declared().retry();
        int failedRuns = delivery.before.failed() + 1;
        if (isLastStop(delivery)) {
            park(disposition);
        } else if (!policy.retries(failure)) {
            bury(
                    disposition,
                    new DeadLetterCause(DeadLetterReason.ABORTED, "The policy does not retry this failure.", failure));
        } else if (!policy.allowsRetryAfter(failedRuns)) {
            bury(
                    disposition,
                    new DeadLetterCause(DeadLetterReason.RETRIES_EXHAUSTED, failedRuns + " runs failed.", failure));
        } else if (delivery.deliveries() >= engine.declared().maxDeliveries()) {
            bury(disposition, tooManyDeliveries(delivery.deliveries(), failure));
        } else {
            retry(disposition, failedRuns, failure);
        }
    }

    private void retry(Disposition disposition, int failedRuns, Throwable failure) {
        var policy = engine.declared().retry();
        long dueAt =
                loop.nowMillis() + policy.backoff(failedRuns, loop.random()).toMillis();
        long firstDelivered = disposition.delivery.counted().firstDeliveredAtMillis();
        if (!policy.maxDuration().isZero()
                && dueAt - firstDelivered > policy.maxDuration().toMillis()) {
            var description = "Retry " + failedRuns + " would begin later than " + policy.maxDuration()
                    + " after the first delivery.";
            bury(disposition, new DeadLetterCause(DeadLetterReason.TOO_OLD, description, failure));
            return;
        }
        counters.retried++;
        giveBack(disposition, failedRuns, dueAt);
    }

    static DeadLetterCause tooManyDeliveries(int deliveries, Throwable failure) {
        return new DeadLetterCause(
                DeadLetterReason.MAX_DELIVERIES,
                "It was handed out " + deliveries + " times without success.",
                failure);
    }

    void reject(Disposition disposition, DeadLetterCause death) {
        if (begin(disposition)) {
            bury(disposition, death);
        }
    }

    /** A record that was found to have been handed out too often already. */
    void bury(LocalDelivery unhanded, DeadLetterCause death) {
        unhanded.state = unhanded.state.to(RecordState.SETTLING);
        bury(new Disposition.Reject(unhanded, death.reason(), death.description(), death.failure()), death);
    }

    private void bury(Disposition disposition, DeadLetterCause death) {
        var delivery = disposition.delivery;
        var settled = Entry.Settled.one(engine.id(), delivery.feed.index, delivery.offset);
        boolean isOld = isLastStop(delivery) && death.reason() == DeadLetterReason.EXPIRED;
        if (isLastStop(delivery) && !isOld) {
            park(disposition);
            return;
        }
        String queue = isOld
                ? null
                : engine.declared().deadLetter().queueFor(engine.destination().name(), engine.name(), death.failure());
        if (queue == null) {
            decide(List.of(settled), List.of(), outcome(disposition, () -> {
                counters.discarded++;
                if (isOld) {
                    tellOld();
                }
                engine.deliveries().settled(delivery, RecordState.DISCARDED);
            }));
        } else {
            toQueue(queue, disposition, death, settled);
        }
    }

    /** A dead-letter queue with a time to live keeps letters for that long. */
    private void tellOld() {
        long letters = oldLetters.add(loop.nowMillis(), 1);
        if (letters > 0) {
            ExpirySweep.tellOld(engine, letters);
        }
    }

    private void toQueue(String name, Disposition disposition, DeadLetterCause death, Entry.Settled settled) {
        var delivery = disposition.delivery;
        var queue = context.deadLetterQueues().find(name);
        if (queue == null) {
            context.deadLetterQueues()
                    .declareQueue(name)
                    .whenComplete((declared, failure) -> loop.deliver(new Resumed(disposition, death, failure)));
        } else if (!queue.declared().isQueue()) {
            LOG.errorf(
                    "'%s' is a topic and cannot take the dead letters of %s: offset %d of partition %d stays where it"
                            + " is. Name another dead-letter queue.",
                    name, engine, delivery.offset, delivery.partition());
            park(disposition);
        } else {
            var letter = death.letter(delivery, name, loop.nowMillis());
            var to = queue.partitionFor(letter.key(), letter.priority());
            decide(List.of(settled), List.of(new Decision.Letter(to, letter, null)), outcome(disposition, () -> {
                counters.deadLettered++;
                engine.died();
                engine.deliveries().settled(delivery, RecordState.DEAD_LETTERED);
            }));
        }
    }

    /** Goes on with a dead letter after its queue was declared, or could not be. */
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
            } else if (PenstockException.causeOf(failure) instanceof PenstockException.Conflict) {
                LOG.errorf(
                        "The dead letters of %s cannot be written: %s Offset %d of partition %d stays where it is.",
                        engine,
                        PenstockException.causeOf(failure).getMessage(),
                        disposition.delivery.offset,
                        disposition.delivery.partition());
                park(disposition);
            } else {
                refuse(new PenstockException.Unavailable(
                        "The dead-letter queue of " + engine + " could not be declared.", failure));
            }
        }

        @Override
        public void refuse(PenstockException cause) {
            disposition.refuse(cause);
        }
    }

    /** A dead-letter queue has none of its own. */
    private boolean isLastStop(LocalDelivery delivery) {
        return engine.destination().declared().isQueue()
                && context.deadLetterQueues()
                        .isDeadLetterQueue(engine.destination().name());
    }

    private void park(Disposition disposition) {
        engine.deliveries().parked(disposition.delivery);
        disposition.complete(null);
    }

    void renew(Disposition disposition, long leaseMillis) {
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
        engine.deliveries().renewed(delivery, end);
        disposition.complete(null);
    }

    private static Decision.Outcome outcome(Disposition disposition, Runnable then) {
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
        };
    }
}
