package io.penstock.quarkus.listener;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.RetryLaterException;

import java.util.List;
import java.util.concurrent.CompletableFuture;

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
        return failure instanceof RetryLaterException || comesAgain(delivery, failure) ? "retried" : "dead-lettered";
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
