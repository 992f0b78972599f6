package io.penstock.quarkus.listener;

import io.penstock.Message;
import io.penstock.spi.HandlerObserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What became of the deliveries of a call that has not failed as a whole.
 *
 * @param failures what single deliveries failed with, by their place
 * @param sends what is sent in the transaction that accepts the other deliveries
 * @param isAccepted whether the call has accepted the other deliveries itself, durably
 * @param handling what observes the call, of which the sending is a part
 */
record CallOutcome(
        Map<Integer, Throwable> failures, List<Message> sends, boolean isAccepted, HandlerObserver.Handling handling) {

    CallOutcome(Map<Integer, Throwable> failures, List<Message> sends, boolean isAccepted) {
        this(failures, sends, isAccepted, HandlerObserver.Handling.NONE);
    }

    /** The same, observed by that. */
    CallOutcome observedBy(HandlerObserver.Handling observer) {
        return sends.isEmpty() ? this : new CallOutcome(failures, sends, isAccepted, observer);
    }

    /** All deliveries are to be accepted. */
    static final CallOutcome DONE = new CallOutcome(Map.of(), List.of(), false);

    /** All deliveries are accepted. */
    static final CallOutcome ACCEPTED = new CallOutcome(Map.of(), List.of(), true);

    /** What most calls end with. */
    private static final CompletableFuture<CallOutcome> COMPLETED_DONE = CompletableFuture.completedFuture(DONE);

    /** The future of a call that has ended. */
    static CompletableFuture<CallOutcome> completed(CallOutcome outcome) {
        return outcome == DONE ? COMPLETED_DONE : CompletableFuture.completedFuture(outcome);
    }

    static CallOutcome sending(List<Message> messages) {
        return messages.isEmpty() ? DONE : new CallOutcome(Map.of(), messages, false);
    }

    /** The same, after the deliveries have been accepted and the messages sent. */
    CallOutcome accepted() {
        return new CallOutcome(failures, List.of(), true);
    }
}
