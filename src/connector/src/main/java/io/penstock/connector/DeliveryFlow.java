package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.connector.client.PartitionShare;
import io.penstock.connector.stream.Acceptances;
import io.penstock.connector.stream.Credit;
import io.penstock.connector.stream.InFlight;
import io.penstock.connector.stream.WaitingDeliveries;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/**
 * One subscriber of an incoming channel, joined to the broker as one consumer. Deliveries arrive on a dispatch thread
 * of the broker and continue on the channel's context, where they wait until downstream asks for them. Few are taken
 * ahead of that, and only while downstream is quick: {@link Credit} says how many.
 */
final class DeliveryFlow implements Flow.Subscription, DeliveryHandler {

    private static final Logger LOG = Logger.getLogger(DeliveryFlow.class);

    private final IncomingChannel channel;
    private final Flow.Subscriber<? super Message<?>> downstream;
    private final Context context;
    private final InFlight inWork = new InFlight();
    private final Credit credit;
    private final WaitingDeliveries waiting;
    private final int maxConcurrency;
    private volatile Consumer consumer;
    private Acceptances acceptances;
    private final PartitionShare share;
    private boolean paused;

    /** Whether the application has paused the channel, or a seek is under way. */
    private boolean held;

    private boolean closed;

    /** Whether the context is emitting at the moment. Used on the context only. */
    private boolean emitting;

    DeliveryFlow(
            IncomingChannel channel,
            Flow.Subscriber<? super Message<?>> downstream,
            Context context,
            IncomingSettings settings,
            InstantSource clock) {
        this.channel = channel;
        this.downstream = downstream;
        this.context = context;
        int perRequest = settings.batch().map(IncomingSettings.Batch::maxSize).orElse(1);
        maxConcurrency = settings.maxConcurrency();
        credit = new Credit(perRequest, settings.maxInflight(), settings.prefetch(), clock);
        waiting = new WaitingDeliveries(
                perRequest,
                settings.batch().map(IncomingSettings.Batch::timeout).orElse(Duration.ZERO),
                settings.lease(),
                context,
                clock,
                this::emitWaiting,
                this::giveBack);
        share = channel.share(this::goOn);
    }

    /** Joins the subscription and tells downstream, which may now ask for messages. */
    void begin(Broker broker, ConsumerOptions options) {
        consumer = broker.consume(options, this);
        acceptances = new Acceptances(channel.name(), consumer, context, this::settled);
        downstream.onSubscribe(this);
    }

    @Override
    public void request(long messages) {
        if (messages <= 0) {
            fail(Subscriptions.getInvalidRequestException());
            return;
        }
        int granted;
        synchronized (this) {
            credit.demand(messages);
            granted = grant();
        }
        ask(granted);
        if (waiting.isAny()) {
            onContext(this::emitWaiting);
        }
    }

    /** Accepts deliveries together with others; the stage completes when that is durable. */
    CompletionStage<Void> accept(List<Delivery> deliveries) {
        return acceptances.add(deliveries);
    }

    /** Notes that deliveries were settled, so that others may be requested. */
    void settled(int deliveries) {
        int granted;
        synchronized (this) {
            credit.settle(deliveries);
            granted = grant();
        }
        inWork.end(deliveries);
        ask(granted);
        if (waiting.isAny()) {
            onContext(this::emitWaiting);
        }
    }

    private int grant() {
        return paused || held ? 0 : credit.take();
    }

    /** Requests nothing and emits nothing until {@link #resume}; what comes all the same is given back. */
    void hold() {
        synchronized (this) {
            held = true;
            credit.takeBack();
        }
        var joined = consumer;
        if (joined != null) {
            joined.pause();
        }
    }

    void resume() {
        synchronized (this) {
            held = false;
        }
        onContext(this::goOn);
    }

    /** Asks for what may be asked for again, and emits what waits. Called on the context. */
    private void goOn() {
        int granted;
        synchronized (this) {
            granted = grant();
        }
        ask(granted);
        emitWaiting();
    }

    void forgetWaiting() {
        onContext(() -> {
            int forgotten = waiting.forget();
            synchronized (this) {
                credit.giveBack(forgotten);
            }
        });
    }

    @Override
    public void owns(String destination, Set<Integer> partitions) {
        context.runOnContext(ignored -> share.now(partitions));
    }

    Set<Integer> partitions() {
        return share.owned();
    }

    private void ask(int granted) {
        if (granted > 0) {
            consumer.request(granted);
        }
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        context.runOnContext(ignored -> arrive(deliveries));
    }

    /** What comes after the pause is released when the consumer is closed. */
    private void arrive(List<Delivery> deliveries) {
        synchronized (this) {
            credit.arrive(deliveries.size());
            if (paused) {
                return;
            }
        }
        waiting.add(deliveries);
        emitWaiting();
    }

    /** Emits what waits, as far as downstream asks for it. Called on the context; downstream may call back. */
    private void emitWaiting() {
        if (emitting) {
            return;
        }
        emitting = true;
        try {
            for (var next = next(); !next.isEmpty(); next = next()) {
                emit(next);
            }
        } finally {
            emitting = false;
        }
    }

    private synchronized List<Delivery> next() {
        if (paused || held || share.isChanging() || !credit.isDemanded() || credit.unsettled() >= maxConcurrency) {
            return List.of();
        }
        waiting.dropExpired(credit::giveBack);
        var next = waiting.take();
        if (!next.isEmpty()) {
            inWork.begin(next.size());
            credit.emit(next.size());
        }
        return next;
    }

    private void emit(List<Delivery> deliveries) {
        try {
            downstream.onNext(channel.message(deliveries, this));
        } catch (RuntimeException | Error e) {
            // Reactive Streams rule 2.13: a subscriber that throws counts as cancelled.
            LOG.errorf(e, "The subscriber of channel '%s' has thrown; its messages are given back.", channel.name());
            leave();
        }
    }

    /** Gives back what has waited too long, so that other consumers can have it. */
    private void giveBack(List<Delivery> deliveries) {
        synchronized (this) {
            credit.giveBack(deliveries.size());
        }
        for (var delivery : deliveries) {
            delivery.releaseAsync(Duration.ZERO, false).exceptionally(failure -> {
                LOG.debugf("Channel '%s' could not give back a message: %s", channel.name(), failure);
                return null;
            });
        }
    }

    /** Logs the reason; the channel's health reports it too. */
    @Override
    public void closed(PenstockException reason) {
        LOG.errorf(
                "Channel '%s' ends, since what it reads was deleted: %s Declare it, and start the application again.",
                channel.name(), reason.getMessage());
        channel.stop(reason);
    }

    /** Requests no further messages and emits none; those that are being processed go on. */
    void pause() {
        synchronized (this) {
            paused = true;
        }
        consumer.pause();
    }

    /**
     * Pauses, waits for messages that are being processed, and leaves the subscription, which releases the others. It
     * blocks.
     */
    void drain(Duration limit) {
        pause();
        if (!inWork.awaitDrained(limit)) {
            LOG.warnf(
                    "Channel '%s' still has %d messages in work after %s: they are given back and will be delivered "
                            + "again. Raise 'close-timeout' if the handlers need longer.",
                    channel.name(), inWork.count(), limit);
        }
        if (markClosed()) {
            close(limit);
            channel.ended(this);
        }
    }

    /** Stops at once, and tells downstream why. */
    void fail(Throwable reason) {
        if (leave()) {
            context.runOnContext(ignored -> downstream.onError(reason));
        }
    }

    @Override
    public void cancel() {
        leave();
    }

    /**
     * Leaves the subscription on a worker thread, because that may wait for the broker, whose thread may be the
     * caller's.
     */
    private boolean leave() {
        boolean first = markClosed();
        if (first) {
            context.executeBlocking(Executors.callable(() -> close(channel.closeTimeout())), false)
                    .onFailure(e -> LOG.errorf(e, "Channel '%s' could not leave its subscription.", channel.name()));
            channel.ended(this);
        }
        return first;
    }

    private void close(Duration limit) {
        consumer.close();
        share.end(limit);
    }

    private synchronized boolean markClosed() {
        boolean first = !closed;
        closed = true;
        paused = true;
        return first;
    }

    private void onContext(Runnable task) {
        if (((ContextInternal) context).inThread()) {
            task.run();
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }
}
