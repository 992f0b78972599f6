package io.penstock.connector.tracing;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Headers;
import io.penstock.Message;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A delivery whose span ends when its first disposition is given. One that nobody settles ends no span: nobody knows
 * when its processing was over.
 */
final class TracedDelivery implements Delivery {

    private final Delivery delivery;
    private final ProcessSpan span;
    private final AtomicBoolean ended = new AtomicBoolean();

    TracedDelivery(Delivery delivery, ProcessSpan span) {
        this.delivery = delivery;
        this.span = span;
    }

    ProcessSpan span() {
        return span;
    }

    /** The delivery of the broker that one is, which is being accepted. */
    static Delivery accepted(Delivery delivery) {
        return delivery instanceof TracedDelivery traced ? traced.accepted() : delivery;
    }

    private Delivery accepted() {
        if (ended.compareAndSet(false, true)) {
            span.disposition("accepted");
            span.accepted();
        }
        return delivery;
    }

    @Override
    public void accept() {
        accepted().accept();
    }

    @Override
    public CompletionStage<Void> acceptAsync() {
        return accepted().acceptAsync();
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        if (ended.compareAndSet(false, true)) {
            span.disposition("released");
            span.released(countsAsAttempt);
        }
        return delivery.releaseAsync(delay, countsAsAttempt);
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable failure) {
        // A failure that is missing is refused by the broker.
        if (failure != null && ended.compareAndSet(false, true)) {
            span.failed(failure);
        }
        return delivery.failAsync(failure);
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, Throwable failure) {
        rejected(description, failure);
        return delivery.rejectAsync(reason, description, failure);
    }

    @Override
    public CompletionStage<Void> rejectAsync(
            DeadLetterReason reason, String description, Throwable failure, Headers headers) {
        rejected(description, failure);
        return delivery.rejectAsync(reason, description, failure, headers);
    }

    private void rejected(String description, Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            span.disposition("dead-lettered");
            if (failure == null) {
                span.rejected(description);
            } else {
                span.failed(failure);
            }
        }
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        return delivery.renewAsync(lease);
    }

    @Override
    public Message message() {
        return delivery.message();
    }

    @Override
    public String subscription() {
        return delivery.subscription();
    }

    @Override
    public String consumer() {
        return delivery.consumer();
    }

    @Override
    public int partition() {
        return delivery.partition();
    }

    @Override
    public long offset() {
        return delivery.offset();
    }

    @Override
    public int attempt() {
        return delivery.attempt();
    }

    @Override
    public int deliveries() {
        return delivery.deliveries();
    }

    @Override
    public boolean redelivered() {
        return delivery.redelivered();
    }
}
