package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.quarkus.event.ListenerEvent;
import io.penstock.quarkus.event.ListenerEvent.MessageDead;
import io.penstock.quarkus.event.ListenerEvent.MessageRetried;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Logs the failures of a listener: one line for each failed run, with the stack trace at debug level. It remembers the
 * last one for whoever asks for the state of the listener.
 */
final class ListenerLog {

    private static final Logger LOG = Logger.getLogger(ListenerLog.class.getPackageName());

    private final String listener;
    private final InstantSource clock;
    private final Consumer<ListenerEvent> events;
    private final Set<Class<?>> warned = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean unwanted = new AtomicBoolean();
    private volatile Failure last;

    /** @param events is told what becomes of messages that have failed; it does not block */
    ListenerLog(String listener, InstantSource clock, Consumer<ListenerEvent> events) {
        this.listener = listener;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Logs a failed run, with the first of its messages. The exception's own methods are code of the application, which
     * may fail in its turn.
     */
    void failed(List<Delivery> deliveries, Throwable failure) {
        var delivery = deliveries.get(0);
        try {
            tellFailure(delivery, deliveries.size() - 1, failure);
        } catch (RuntimeException | Error e) {
            var described = failure.getClass().getName();
            note(described);
            LOG.warnf(
                    "Listener '%s' failed in attempt %d at offset %d of partition %d; its %s cannot be described: %s",
                    listener,
                    delivery.attempt(),
                    delivery.offset(),
                    delivery.partition(),
                    described,
                    e.getClass().getName());
        }
    }

    private void tellFailure(Delivery delivery, int more, Throwable failure) {
        var described = failure instanceof UnreadableBody ? failure.getMessage() : failure.toString();
        LOG.warnf(
                "Listener '%s' failed in attempt %d on message %s (partition %d, offset %d)%s: %s",
                listener,
                delivery.attempt(),
                delivery.message().id(),
                delivery.partition(),
                delivery.offset(),
                more == 0 ? "" : " and " + more + " more of its batch",
                described);
        LOG.debugf(
                failure,
                "Listener '%s' failed on message %s",
                listener,
                delivery.message().id());
        note(described);
    }

    private void note(String failure) {
        last = new Failure(failure, clock.instant());
    }

    /** What failed last; null if nothing has failed. */
    Failure last() {
        return last;
    }

    /** A failure as it was logged, and when that was. */
    record Failure(String description, Instant at) {}

    /** Tells that a message comes again after a failure, which is logged elsewhere. */
    void retried(Delivery delivery, Throwable failure) {
        events.accept(new MessageRetried(listener, delivery.message(), delivery.attempt(), failure));
    }

    /** Tells that a message is a dead letter after a failure, which is logged elsewhere. */
    void dead(Delivery delivery, Throwable failure) {
        events.accept(new MessageDead(listener, delivery.message(), delivery.attempt(), failure));
    }

    /** Logs, once, that nobody has asked for a result that the method returned. */
    void unwantedResult(Delivery delivery) {
        if (unwanted.compareAndSet(false, true)) {
            LOG.warnf(
                    "Listener '%s' has a result for message %s, which asks for no reply: it is not sent, nor are those"
                            + " of other messages that ask for none. Use @SendTo to send results elsewhere.",
                    listener, delivery.message().id());
        }
    }

    /** Logs that a result cannot be sent to where the sender of the message wants it. */
    void lostReply(Delivery delivery, String why) {
        LOG.warnf(
                "Listener '%s' cannot reply to message %s: %s The message is accepted.",
                listener, delivery.message().id(), why);
    }

    /**
     * Logs a failed settlement. Lost leases, or a failed broker, cause many of them at once: only the first of each
     * kind is logged with what to do.
     */
    void notSettled(Throwable wrapped) {
        var failure = PenstockException.causeOf(wrapped);
        if (warned.add(failure.getClass())) {
            LOG.warnf("Listener '%s' could not settle a message: %s", listener, failure.getMessage());
        }
        LOG.debugf(failure, "Listener '%s' could not settle a message", listener);
    }

    /**
     * Logs a run that was abandoned. A thread that does not react to its interrupt is lost for good: whoever wrote the
     * method has to know.
     */
    void tookTooLong(List<Delivery> deliveries, long millis) {
        var delivery = deliveries.get(0);
        note("It took longer than its maxProcessingTime: " + millis + " ms");
        LOG.errorf(
                "Listener '%s' has been running for %d ms on message %s (partition %d, offset %d), longer than its"
                        + " maxProcessingTime: it is interrupted, its result is ignored, and the message is delivered"
                        + " again.",
                listener, millis, delivery.message().id(), delivery.partition(), delivery.offset());
    }

    void closed(PenstockException reason) {
        note(reason.getMessage());
        LOG.errorf(
                "Listener '%s' gets nothing any more, since what it reads was deleted: %s Start the application again,"
                        + " which declares it anew.",
                listener, reason.getMessage());
    }

    void noWorker(RejectedExecutionException failure) {
        LOG.warnf("Listener '%s' found no worker thread; its messages wait: %s", listener, failure.getMessage());
    }

    void stillRunning(long timeoutMillis) {
        LOG.warnf(
                "Listener '%s' is still running after %d ms; its messages are released and will be delivered again.",
                listener, timeoutMillis);
    }
}
