package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.vertx.core.Context;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/**
 * One subscriber of an incoming channel, joined to the broker as one consumer. Deliveries arrive on a dispatch thread
 * of the broker and continue on the channel's context. Nothing is buffered here: the flow requests no more messages
 * from the broker than downstream has asked for.
 */
final class DeliveryFlow implements Flow.Subscription, DeliveryHandler {

    private static final Logger LOG = Logger.getLogger(DeliveryFlow.class);

    private final IncomingChannel channel;
    private final Flow.Subscriber<? super Message<byte[]>> downstream;
    private final Context context;
    private final InFlight inWork = new InFlight();
    private final Credit credit;
    private Consumer consumer;
    private boolean paused;
    private boolean closed;

    DeliveryFlow(
            IncomingChannel channel,
            Flow.Subscriber<? super Message<byte[]>> downstream,
            Context context,
            int maxUnsettled) {
        this.channel = channel;
        this.downstream = downstream;
        this.context = context;
        this.credit = new Credit(maxUnsettled);
    }

    /** Joins the subscription and tells downstream, which may now ask for messages. */
    void begin(Broker broker, ConsumerOptions options) {
        consumer = broker.consume(options, this);
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
    }

    /** Notes that a delivery was settled, so that another may be requested. */
    void settled() {
        int granted;
        synchronized (this) {
            credit.settle();
            granted = grant();
        }
        inWork.end();
        ask(granted);
    }

    private int grant() {
        return paused ? 0 : credit.take();
    }

    private void ask(int granted) {
        if (granted > 0) {
            consumer.request(granted);
        }
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        inWork.begin(deliveries.size());
        context.runOnContext(ignored -> deliveries.forEach(this::emit));
    }

    /** Logs the reason; the channel's health reports it too. */
    @Override
    public void closed(PenstockException reason) {
        LOG.errorf(
                "Channel '%s' ends, since what it reads was deleted: %s Declare it, and start the application again.",
                channel.name(), reason.getMessage());
        channel.stop(reason);
    }

    private void emit(Delivery delivery) {
        if (isClosed()) {
            // The consumer was closed, which released this delivery.
            inWork.end();
            return;
        }
        try {
            downstream.onNext(new IncomingPenstockMessage(delivery, channel, this));
        } catch (RuntimeException | Error e) {
            // Reactive Streams rule 2.13: a subscriber that throws counts as cancelled.
            LOG.errorf(e, "The subscriber of channel '%s' has thrown; its messages are given back.", channel.name());
            leave();
        }
    }

    /** Requests no further messages; those that are being processed go on. */
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
            consumer.close();
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
            context.executeBlocking(Executors.callable(consumer::close), false)
                    .onFailure(e -> LOG.errorf(e, "Channel '%s' could not leave its subscription.", channel.name()));
            channel.ended(this);
        }
        return first;
    }

    private synchronized boolean markClosed() {
        boolean first = !closed;
        closed = true;
        paused = true;
        return first;
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
