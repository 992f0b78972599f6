package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Receipt;
import io.penstock.connector.stream.ChannelHealth;
import io.penstock.connector.stream.Enlistment;
import io.penstock.connector.stream.InFlight;
import io.penstock.connector.tracing.OutgoingTracing;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.helpers.MultiUtils;
import io.smallrye.reactive.messaging.providers.helpers.SenderProcessor;
import io.vertx.core.Context;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * Writes the messages of a channel to a queue, a topic or an exchange. They are handed to the broker in their order.
 * Each is acked when its receipt has come, or nacked, on the channel's context. What was emitted in a transaction is
 * put into that, and acked when it is in there.
 */
final class OutgoingChannel {

    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    private final OutgoingSettings settings;
    private final Broker broker;
    private final OutgoingMapper mapper;
    private final Context context;
    private final OutgoingTracing tracing;
    private final ChannelHealth health;
    private final InFlight sending = new InFlight();
    private final SenderProcessor sender;
    private final Flow.Subscriber<? extends Message<?>> subscriber;

    OutgoingChannel(
            OutgoingSettings settings, Broker broker, OutgoingMapper mapper, Context context, OutgoingTracing tracing) {
        this.settings = settings;
        this.broker = broker;
        this.mapper = mapper;
        this.context = context;
        this.tracing = tracing;
        health = new ChannelHealth(settings.channel(), settings.health(), broker, () -> true);
        // The processor always waits for completion, so that messages without a receipt are bounded, acked or not.
        sender = new SenderProcessor(settings.maxInflight(), true, this::send);
        subscriber = MultiUtils.via(sender, messages -> messages.onFailure().invoke(this::upstreamFailed));
    }

    Flow.Subscriber<? extends Message<?>> subscriber() {
        return subscriber;
    }

    private Uni<Void> send(Message<?> message) {
        OutgoingTracing.Traced traced;
        try {
            traced = tracing.begin(message, mapper.map(message));
        } catch (RuntimeException e) {
            return answered(refuse(message, e));
        }
        sending.begin(1);
        var transaction = message.getMetadata(Enlistment.class);
        var receipt = Uni.createFrom()
                .completionStage(() -> transaction.isPresent()
                        ? traced.sendOnce(transaction.get().send())
                        : broker.sendAsync(traced.message()))
                .onItemOrFailure()
                .invoke(traced::ended)
                .emitOn(this::onContext);
        var outcome = settings.waitForWriteCompletion() ? ackAfter(receipt, message) : ackBefore(receipt, message);
        return answered(outcome).onTermination().invoke(sending::end);
    }

    private Uni<Void> ackAfter(Uni<Receipt> receipt, Message<?> message) {
        return receipt.onItemOrFailure().transformToUni((accepted, failure) -> {
            if (failure != null) {
                return refuse(message, failure);
            }
            OutgoingMessageMetadata.setResultOnMessage(message, accepted);
            return Uni.createFrom().completionStage(message::ack);
        });
    }

    private Uni<Void> ackBefore(Uni<Receipt> receipt, Message<?> message) {
        var sent = receipt.subscribeAsCompletionStage();
        return answered(Uni.createFrom().completionStage(message::ack))
                .chain(() -> Uni.createFrom().completionStage(sent))
                .onFailure()
                .invoke(failure -> LOG.errorf(
                        failure, "Channel '%s' lost a message that it had acknowledged.", settings.channel()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> refuse(Message<?> message, Throwable failure) {
        // A transaction that ends without the message says so itself, and many messages may have been on their way to
        // it.
        var level = message.getMetadata(Enlistment.class).isPresent() ? Logger.Level.DEBUG : Logger.Level.WARN;
        LOG.logf(level, "Channel '%s' could not send a message, and nacks it: %s", settings.channel(), failure);
        return Uni.createFrom().completionStage(() -> message.nack(failure));
    }

    /** Logs a failure of ack or nack, which belong to the sender of the message and must not end the channel. */
    private Uni<Void> answered(Uni<Void> answer) {
        return answer.onFailure()
                .invoke(failure -> LOG.errorf(
                        failure,
                        "The sender of a message to channel '%s' failed to take ack or nack.",
                        settings.channel()))
                .onFailure()
                .recoverWithNull();
    }

    private void onContext(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    private void upstreamFailed(Throwable failure) {
        LOG.errorf(failure, "What feeds channel '%s' has failed: it sends no more.", settings.channel());
        health.failed(failure);
    }

    Duration closeTimeout() {
        return settings.closeTimeout();
    }

    /** Takes no more messages, and waits for the receipts of those that were sent, within the time left. It blocks. */
    void close(Supplier<Duration> left) {
        sender.cancel();
        var limit = IncomingChannel.min(settings.closeTimeout(), left.get());
        if (!sending.awaitDrained(limit)) {
            LOG.warnf(
                    "Channel '%s' has no receipt for %d messages after %s: whether they were written is unknown.",
                    settings.channel(), sending.count(), limit);
        }
    }

    void reportReadiness(HealthReport.HealthReportBuilder report) {
        health.reportReadiness(report);
    }

    void reportLiveness(HealthReport.HealthReportBuilder report) {
        health.reportLiveness(report);
    }
}
