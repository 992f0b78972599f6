package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** Logs the failures of a listener: one line for each failed run, with the stack trace at debug level. */
final class ListenerLog {

    private static final Logger LOG = Logger.getLogger(ListenerLog.class.getPackageName());

    private final String listener;
    private final Set<Class<?>> warned = ConcurrentHashMap.newKeySet();

    ListenerLog(String listener) {
        this.listener = listener;
    }

    /** Logs a failed run. The exception's own methods are code of the application, which may fail in its turn. */
    void failed(Delivery delivery, Throwable failure) {
        try {
            tellFailure(delivery, failure);
        } catch (RuntimeException | Error e) {
            LOG.warnf(
                    "Listener '%s' failed in attempt %d at offset %d of partition %d; its %s cannot be described: %s",
                    listener,
                    delivery.attempt(),
                    delivery.offset(),
                    delivery.partition(),
                    failure.getClass().getName(),
                    e.getClass().getName());
        }
    }

    private void tellFailure(Delivery delivery, Throwable failure) {
        LOG.warnf(
                "Listener '%s' failed in attempt %d on message %s (partition %d, offset %d): %s",
                listener,
                delivery.attempt(),
                delivery.message().id(),
                delivery.partition(),
                delivery.offset(),
                failure instanceof UnreadableBody ? failure.getMessage() : failure);
        LOG.debugf(
                failure,
                "Listener '%s' failed on message %s",
                listener,
                delivery.message().id());
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
    void tookTooLong(Delivery delivery, long millis) {
        LOG.errorf(
                "Listener '%s' has been running for %d ms on message %s (partition %d, offset %d), longer than its"
                        + " maxProcessingTime: it is interrupted, its result is ignored, and the message is delivered"
                        + " again.",
                listener, millis, delivery.message().id(), delivery.partition(), delivery.offset());
    }

    void closed(PenstockException reason) {
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
