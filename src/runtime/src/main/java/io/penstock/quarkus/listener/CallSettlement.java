package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.HandlerFailure;
import io.penstock.listener.RetryLaterException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Settles the deliveries of a call by what became of them. */
final class CallSettlement {

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final Broker broker;
    private final ConsumerOptions options;
    private final Verdict verdict;
    private final boolean isStrict;
    private final ListenerLog log;

    /** @param policies the subscription with the policies by which the broker decides on what has failed */
    CallSettlement(Broker broker, ConsumerOptions options, Subscription policies, ListenerLog log) {
        this.broker = broker;
        this.options = options;
        verdict = new Verdict(options, policies);
        this.isStrict = policies.ordering() == Ordering.PARTITION;
        this.log = log;
    }

    /** Settles deliveries after their call has ended. The stage completes when all are settled durably. */
    CompletionStage<Void> of(Consumer consumer, List<Delivery> deliveries, CompletableFuture<CallOutcome> result) {
        var failure = Verdict.failureOf(result);
        if (failure != null) {
            return isStrict && deliveries.size() > 1
                    ? divided(consumer, deliveries, allBy(failure, deliveries.size()))
                    : failed(deliveries, failure);
        }
        var outcome = result.join();
        if (outcome.failures().isEmpty()) {
            return outcome.isAccepted() ? NOTHING : accepted(consumer, deliveries, outcome);
        }
        return divided(consumer, deliveries, outcome);
    }

    /** Accepts deliveries together. */
    CompletionStage<Void> accept(Consumer consumer, List<Delivery> deliveries) {
        return accepted(consumer, deliveries, CallOutcome.DONE);
    }

    /** Whether the deliveries of a call are to be accepted, and nothing else. */
    static boolean isPlain(CompletableFuture<CallOutcome> result) {
        return !result.isCompletedExceptionally() && result.join() == CallOutcome.DONE;
    }

    private static CallOutcome allBy(Throwable failure, int deliveries) {
        var failures = new HashMap<Integer, Throwable>();
        for (int i = 0; i < deliveries; i++) {
            failures.put(i, failure);
        }
        return new CallOutcome(failures, List.of(), false);
    }

    /**
     * Where partitions are processed in order, finds the offsets of deliveries that come again, by their partition:
     * whatever lies behind has to wait for them.
     */
    Map<Integer, Long> comingAgain(List<Delivery> deliveries, CompletableFuture<CallOutcome> result) {
        if (!isStrict || options.settleFirst()) {
            return Map.of();
        }
        var failures = result.handle((outcome, failure) -> failure == null
                        ? outcome.failures()
                        : allBy(failure, deliveries.size()).failures())
                .join();
        var offsets = new HashMap<Integer, Long>();
        failures.forEach((place, failure) -> {
            if (!Verdict.isHopeless(PenstockException.causeOf(failure))) {
                var delivery = deliveries.get(place);
                offsets.merge(delivery.partition(), delivery.offset(), Math::min);
            }
        });
        return offsets;
    }

    /** Gives deliveries back, which counts as nothing. */
    CompletionStage<Void> release(List<Delivery> deliveries, Duration delay) {
        return all(deliveries.stream()
                .map(delivery -> delivery.releaseAsync(delay, false))
                .toList());
    }

    /**
     * Settles a batch in which some have failed. Where a partition is processed in order, those behind one that comes
     * again are given back, and come again after it.
     */
    private CompletionStage<Void> divided(Consumer consumer, List<Delivery> deliveries, CallOutcome outcome) {
        var done = new ArrayList<Delivery>();
        var failed = new LinkedHashMap<Throwable, List<Delivery>>();
        var behind = new ArrayList<Delivery>();
        var held = new HashSet<Integer>();
        for (int i = 0; i < deliveries.size(); i++) {
            var delivery = deliveries.get(i);
            var failure = outcome.failures().get(i);
            if (held.contains(delivery.partition())) {
                behind.add(delivery);
            } else if (failure == null) {
                done.add(delivery);
            } else {
                var cause = PenstockException.causeOf(failure);
                failed.computeIfAbsent(cause, each -> new ArrayList<>()).add(delivery);
                if (isStrict && !Verdict.isHopeless(cause)) {
                    held.add(delivery.partition());
                }
            }
        }
        var stages = new ArrayList<CompletionStage<Void>>();
        if (!outcome.isAccepted() && !done.isEmpty()) {
            stages.add(accepted(consumer, done, outcome));
        }
        failed.forEach((failure, each) -> stages.add(failed(each, failure)));
        if (!behind.isEmpty()) {
            // The broker may have taken them back already, so that there is nothing to give back.
            stages.add(release(behind, Duration.ZERO).exceptionally(gone -> null));
        }
        return all(stages);
    }

    private CompletionStage<Void> accepted(Consumer consumer, List<Delivery> deliveries, CallOutcome outcome) {
        if (!outcome.sends().isEmpty()) {
            return forwarded(deliveries, outcome);
        }
        return deliveries.size() == 1 ? deliveries.get(0).acceptAsync() : consumer.acceptAsync(deliveries);
    }

    /** Sends messages and accepts deliveries together. If that cannot be, the deliveries have failed by it. */
    private CompletionStage<Void> forwarded(List<Delivery> deliveries, CallOutcome outcome) {
        CompletionStage<Void> commit;
        try {
            commit = committed(deliveries, outcome);
        } catch (RuntimeException e) {
            return failed(deliveries, e);
        }
        return commit.handle((done, wrapped) -> {
                    if (wrapped == null) {
                        return NOTHING;
                    }
                    var failure = PenstockException.causeOf(wrapped);
                    return failure instanceof PenstockException.LeaseLost
                            ? release(deliveries, Duration.ZERO)
                            : failed(deliveries, failure);
                })
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Void> committed(List<Delivery> deliveries, CallOutcome outcome) {
        var transaction = broker.begin();
        try {
            outcome.handling().within(() -> outcome.sends().forEach(transaction::send));
            if (!options.settleFirst()) {
                deliveries.forEach(transaction::accept);
            }
        } catch (RuntimeException e) {
            transaction.rollback();
            throw e;
        }
        return transaction.commitAsync();
    }

    private CompletionStage<Void> failed(List<Delivery> deliveries, Throwable failure) {
        if (failure instanceof RetryLaterException && !options.settleFirst()) {
            deliveries.forEach(each -> log.retried(each, failure));
            return all(deliveries.stream()
                    .map(each -> HandlerFailure.settle(each, failure))
                    .toList());
        }
        log.failed(deliveries, failure);
        return all(deliveries.stream().map(each -> told(each, failure)).toList());
    }

    /** Settles a delivery that has failed, and tells the application what becomes of the message. */
    private CompletionStage<Void> told(Delivery delivery, Throwable failure) {
        var stage = disposition(delivery, failure);
        if (!options.settleFirst()) {
            if (verdict.comesAgain(delivery, failure)) {
                log.retried(delivery, failure);
            } else {
                log.dead(delivery, failure);
            }
        }
        return stage;
    }

    private CompletionStage<Void> disposition(Delivery delivery, Throwable failure) {
        if (options.settleFirst()) {
            return delivery.acceptAsync();
        }
        return failure instanceof UnreadableBody
                ? delivery.rejectAsync(DeadLetterReason.UNREADABLE, failure.getMessage(), failure.getCause())
                : HandlerFailure.settle(delivery, failure);
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
        return stages.size() == 1
                ? stages.get(0)
                : CompletableFuture.allOf(stages.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new));
    }

    /** Collects deliveries that are to be accepted together. It is safe for use by any thread. */
    static final class Together {

        private List<Delivery> deliveries = new ArrayList<>();
        private long nanos;

        /** @param nanos how long they took to process, one after the other */
        record Group(List<Delivery> deliveries, long nanos) {}

        /** Adds a delivery. The result is the number of those that are there. */
        synchronized int add(Delivery delivery, long runNanos) {
            deliveries.add(delivery);
            nanos += runNanos;
            return deliveries.size();
        }

        /** Takes all that are there; null if there is none. */
        synchronized Group take() {
            if (deliveries.isEmpty()) {
                return null;
            }
            var group = new Group(deliveries, nanos);
            deliveries = new ArrayList<>();
            nanos = 0;
            return group;
        }
    }

    /**
     * Says what becomes of deliveries whose call has ended, by the policies of the subscription.
     *
     * @param policies the subscription with the policies by which the broker decides on what has failed
     */
    record Verdict(ConsumerOptions options, Subscription policies) {

        /** What becomes of the deliveries of a call in one word; null if it is not the same for all. */
        String of(List<Delivery> deliveries, CallOutcome outcome, Throwable failure) {
            if (failure == null) {
                return outcome.failures().isEmpty() ? "accepted" : null;
            }
            var words = deliveries.stream()
                    .map(delivery -> word(delivery, failure))
                    .distinct()
                    .toList();
            return words.size() == 1 ? words.get(0) : null;
        }

        private String word(Delivery delivery, Throwable failure) {
            if (options.settleFirst()) {
                return "accepted";
            }
            return failure instanceof RetryLaterException || comesAgain(delivery, failure)
                    ? "retried"
                    : "dead-lettered";
        }

        /** Whether the policies have a delivery come again that has failed. */
        boolean comesAgain(Delivery delivery, Throwable failure) {
            return !isHopeless(failure)
                    && policies.retry().retries(failure)
                    && policies.retry().allowsRetryAfter(delivery.attempt())
                    && delivery.deliveries() < policies.maxDeliveries();
        }

        /** Whether a failure says itself that the message can never be processed. */
        static boolean isHopeless(Throwable failure) {
            return failure instanceof DeadLetterException || failure instanceof UnreadableBody;
        }

        /** What a call has failed with; null if it has not. */
        static Throwable failureOf(CompletableFuture<CallOutcome> result) {
            var wrapped = result.handle((outcome, failure) -> failure).join();
            return wrapped == null ? null : PenstockException.causeOf(wrapped);
        }
    }
}
