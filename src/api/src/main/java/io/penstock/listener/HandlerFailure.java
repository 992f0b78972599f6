package io.penstock.listener;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Settles what a handler has failed with. Front doors call it, so that a failure means the same behind each. */
public final class HandlerFailure {

    private HandlerFailure() {}

    /**
     * Settles a delivery by what its handler threw: as a {@link RetryLaterException} or a {@link DeadLetterException}
     * says, and with everything else as the policies of the subscription say.
     *
     * @return completes when that is durable, and fails as {@link Delivery#releaseAsync(Duration, boolean)} does
     */
    public static CompletionStage<Void> settle(Delivery delivery, Throwable failure) {
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(failure, "failure");
        if (failure instanceof RetryLaterException later) {
            return delivery.releaseAsync(later.delay(), false);
        }
        if (failure instanceof DeadLetterException) {
            String said = failure.getMessage();
            return delivery.rejectAsync(DeadLetterReason.REJECTED, said == null ? failure.toString() : said, failure);
        }
        return delivery.failAsync(failure);
    }
}
