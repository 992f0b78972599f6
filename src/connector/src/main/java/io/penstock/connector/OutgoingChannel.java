package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.connector.stream.ChannelHealth;
import io.penstock.connector.stream.Enlistment;
import io.penstock.connector.stream.InFlight;
import io.penstock.connector.stream.OutgoingFlow;
import io.penstock.connector.tracing.OutgoingTracing;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.vertx.core.Context;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private final OutgoingTracing tracing;
    private final ChannelHealth health;
    private final InFlight sending = new InFlight();
    private final OutgoingFlow flow;

    OutgoingChannel(
            OutgoingSettings settings, Broker broker, OutgoingMapper mapper, Context context, OutgoingTracing tracing) {
        this.settings = settings;
        this.broker = broker;
        this.mapper = mapper;
        this.tracing = tracing;
        health = new ChannelHealth(settings.channel(), settings.health(), broker, () -> true);
        flow = new OutgoingFlow(settings.maxInflight(), context, this::send, this::upstreamFailed);
    }

    Flow.Subscriber<? extends Message<?>> subscriber() {
        return flow;
    }

    /** Hands a message to the broker. What is told of it is told with the context in which it came here. */
    private void send(Message<?> message) {
        OutgoingTracing.Traced traced;
        try {
            traced = tracing.begin(message, mapper.map(message));
        } catch (RuntimeException e) {
            answered(() -> refuse(message, e), flow::ended);
            return;
        }
        sending.begin(1);
        var receipt = receipt(traced, message);
        if (settings.waitForWriteCompletion()) {
            // To capture the context once is most of what a message costs here: no stages that each capture it.
            var answer = Infrastructure.decorate((Receipt accepted, Throwable failure) ->
                    answered(() -> answer(message, accepted, failure), this::ended));
            receipt.whenComplete((accepted, failure) -> {
                traced.ended(accepted, failure);
                flow.onContext(() -> answer.accept(accepted, failure));
            });
        } else {
            receipt.whenComplete(traced::ended);
            answered(message::ack, () -> endWith(receipt));
        }
    }

    private CompletionStage<Receipt> receipt(OutgoingTracing.Traced traced, Message<?> message) {
        try {
            var transaction = message.getMetadata(Enlistment.class);
            return transaction.isPresent()
                    ? traced.sendOnce(transaction.get().send())
                    : broker.sendAsync(traced.message());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Void> answer(Message<?> message, Receipt receipt, Throwable failure) {
        if (failure != null) {
            return refuse(message, PenstockException.causeOf(failure));
        }
        OutgoingMessageMetadata.setResultOnMessage(message, receipt);
        return message.ack();
    }

    /** Waits for the receipt of a message that was acked without waiting for it. */
    private void endWith(CompletionStage<Receipt> receipt) {
        receipt.whenComplete((accepted, failure) -> flow.onContext(() -> {
            if (failure != null) {
                LOG.errorf(
                        PenstockException.causeOf(failure),
                        "Channel '%s' lost a message that it had acknowledged.",
                        settings.channel());
            }
            ended();
        }));
    }

    private void ended() {
        sending.end();
        flow.ended();
    }

    private CompletionStage<Void> refuse(Message<?> message, Throwable failure) {
        // A transaction that ends without the message says so itself, and many messages may have been on their way to
        // it.
        var level = message.getMetadata(Enlistment.class).isPresent() ? Logger.Level.DEBUG : Logger.Level.WARN;
        LOG.logf(level, "Channel '%s' could not send a message, and nacks it: %s", settings.channel(), failure);
        return message.nack(failure);
    }

    /**
     * Acks or nacks a message, and goes on when that has ended. A failure is logged: it belongs to the sender of the
     * message and must not end the channel.
     */
    private void answered(Supplier<CompletionStage<Void>> answer, Runnable then) {
        CompletionStage<Void> stage;
        try {
            stage = Objects.requireNonNull(answer.get(), "answer");
        } catch (RuntimeException | Error e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.errorf(
                        PenstockException.causeOf(failure),
                        "The sender of a message to channel '%s' failed to take ack or nack.",
                        settings.channel());
            }
            then.run();
        });
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
        flow.cancel();
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
