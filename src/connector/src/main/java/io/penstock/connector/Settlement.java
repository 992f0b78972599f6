package io.penstock.connector;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.connector.attribute.FailureStrategy;
import io.penstock.connector.nack.PenstockNackMetadata;
import io.penstock.connector.stream.DeliveryText;
import io.penstock.connector.stream.SubscriberLeftException;
import io.penstock.listener.HandlerFailure;
import io.smallrye.reactive.messaging.providers.ProcessingException;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Turns the acks and nacks of a channel into dispositions of deliveries. It is safe for use by any thread. */
final class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final String channel;
    private final FailureStrategy strategy;
    private final PenstockFailureHandler handler;
    private final boolean ackWaits;

    /**
     * @param own the strategy; empty if the handler settles what was nacked
     * @param ackWaits whether the consumer's ack completes only when the acceptance is durable
     */
    Settlement(
            String channel, Optional<FailureStrategy> own, Optional<PenstockFailureHandler> handler, boolean ackWaits) {
        this.channel = channel;
        strategy = own.orElse(FailureStrategy.RETRY);
        this.handler = handler.orElse(null);
        this.ackWaits = ackWaits;
    }

    boolean ackWaits() {
        return ackWaits;
    }

    /**
     * Settles a message that was nacked, as the metadata says if it says something, and else as the channel does. The
     * stage fails under {@link FailureStrategy#FAIL}, with the reason, and when
     * the broker cannot settle.
     */
    CompletionStage<Void> nack(Delivery delivery, Throwable failure, Metadata metadata, IncomingChannel source) {
        var reason = thrownByUser(failure);
        var wish = PenstockNackMetadata.in(metadata);
        if (wish.isPresent()) {
            return tolerateLostLease(delivery, wish.get().settle(delivery, reason));
        }
        if (strategy == FailureStrategy.FAIL && !(reason instanceof SubscriberLeftException)) {
            return stop(delivery, reason, source);
        }
        return tolerateLostLease(delivery, dispose(delivery, reason));
    }

    /**
     * Finds what the consumer threw inside what Reactive Messaging wraps around it, because policies and people look at
     * that.
     */
    static Throwable thrownByUser(Throwable failure) {
        var thrown = PenstockException.causeOf(failure);
        while (thrown.getCause() != null
                && (thrown instanceof ProcessingException || thrown instanceof InvocationTargetException)) {
            thrown = PenstockException.causeOf(thrown.getCause());
        }
        return thrown;
    }

    private CompletionStage<Void> dispose(Delivery delivery, Throwable reason) {
        if (reason instanceof SubscriberLeftException) {
            return delivery.releaseAsync(Duration.ZERO, false);
        }
        if (handler != null) {
            return handled(() -> handler.handle(delivery, reason));
        }
        return switch (strategy) {
            case RETRY ->
                reason instanceof UnreadablePayloadException
                        ? unreadable(delivery, reason)
                        : HandlerFailure.settle(delivery, reason);
            case DEAD_LETTER ->
                reason instanceof UnreadablePayloadException
                        ? unreadable(delivery, reason)
                        : delivery.rejectAsync(
                                DeadLetterReason.REJECTED,
                                "nacked by the consumer of channel '" + channel + "': " + reason,
                                reason);
            case RELEASE, FAIL -> delivery.releaseAsync(Duration.ZERO, false);
            case IGNORE -> {
                LOG.warnf(
                        reason,
                        "Channel '%s' failed to process %s: by 'failure-strategy=ignore' it is accepted, and gone.",
                        channel,
                        DeliveryText.of(delivery));
                yield delivery.acceptAsync();
            }
        };
    }

    /** Calls code of the application, which may throw or give null. */
    static CompletableFuture<Void> handled(Supplier<CompletionStage<Void>> handler) {
        try {
            var stage = handler.get();
            return stage == null ? CompletableFuture.completedFuture(null) : stage.toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Makes the message a dead letter: what cannot be read now cannot be read later either. */
    private CompletionStage<Void> unreadable(Delivery delivery, Throwable reason) {
        return delivery.rejectAsync(DeadLetterReason.UNREADABLE, reason.getMessage(), reason);
    }

    private CompletionStage<Void> stop(Delivery delivery, Throwable reason, IncomingChannel source) {
        LOG.errorf(
                reason,
                "Channel '%s' failed to process %s: by 'failure-strategy=fail' the message is given back and the "
                        + "channel stops until the application is started again.",
                channel,
                DeliveryText.of(delivery));
        source.stopTaking();
        return tolerateLostLease(delivery, dispose(delivery, reason))
                .handle((nothing, failure) -> {
                    source.stop(reason);
                    return CompletableFuture.<Void>failedFuture(reason);
                })
                .thenCompose(failed -> failed);
    }

    /**
     * Logs a disposition that came after the end of the lease. The message is delivered again anyway, and a failed
     * stage would end the whole stream for one slow message.
     */
    private CompletionStage<Void> tolerateLostLease(Delivery delivery, CompletionStage<Void> disposition) {
        return disposition.exceptionallyCompose(failure -> {
            var cause = PenstockException.causeOf(failure);
            if (cause instanceof PenstockException.LeaseLost) {
                LOG.warnf(
                        "Channel '%s' settled %s too late. %s", channel, DeliveryText.of(delivery), cause.getMessage());
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.failedFuture(cause);
        });
    }
}
