package io.penstock.broker.event;

import io.penstock.AlertState;
import io.penstock.BrokerEvent;
import io.penstock.EventSubscription;
import io.penstock.broker.entry.EngineBounds;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Passes events of the broker to listeners. A thread that raises an event never waits for them. It is safe for use by
 * any thread.
 */
public final class Events {

    private static final Logger LOG = Logger.getLogger(Events.class);

    private final List<Listening> listeners = new CopyOnWriteArrayList<>();

    public EventSubscription add(Consumer<BrokerEvent> listener) {
        var listening = new Listening(listener);
        listeners.add(listening);
        listening.thread.start();
        return listening;
    }

    public void raise(BrokerEvent event) {
        if (event instanceof BrokerEvent.DeadLettersRising rising) {
            LOG.warnf(
                    "More than %d messages of subscription '%s' of '%s' have become dead letters within %s.",
                    rising.alert().moreThan(),
                    rising.subscription(),
                    rising.destination(),
                    rising.alert().window());
        }
        if (event instanceof BrokerEvent.AlertChanged changed) {
            log(changed.alert());
        }
        if (event instanceof BrokerEvent.MessagesDiscarded discarded) {
            LOG.warnf(
                    "'%s' is full: %d messages were thrown away for newer ones. Add consumers, or raise its limits.",
                    discarded.destination(), discarded.messages());
        }
        if (event instanceof BrokerEvent.ConsumerClosed closed) {
            LOG.warnf(
                    "Consumer '%s' of subscription '%s' of '%s' is closed, since that was deleted by force: it gets"
                            + " nothing any more.",
                    closed.consumer(), closed.subscription(), closed.destination());
        }
        listeners.forEach(listening -> listening.put(event));
    }

    private static void log(AlertState alert) {
        if (!alert.isFiring()) {
            LOG.infof("Alert '%s' is resolved: %s", alert.rule().name(), target(alert));
        } else if (!alert.rule().ofSubscription()) {
            // Of the alert of a subscription the line above tells.
            LOG.warnf("Alert '%s' fires. %s", alert.rule().name(), alert.sentence());
        }
    }

    private static String target(AlertState alert) {
        return alert.destination() == null
                ? "the disk"
                : "subscription '" + alert.subscription() + "' of '" + alert.destination() + "'";
    }

    public void close() {
        listeners.forEach(Listening::close);
    }

    private final class Listening implements EventSubscription, Runnable {

        private final Consumer<BrokerEvent> listener;
        private final ArrayBlockingQueue<BrokerEvent> waiting = new ArrayBlockingQueue<>(EngineBounds.EVENTS_WAITING);
        private final AtomicLong lost = new AtomicLong();
        private final Thread thread = new Thread(this, "penstock-events");
        private volatile boolean closed;

        private Listening(Consumer<BrokerEvent> listener) {
            this.listener = listener;
            thread.setDaemon(true);
        }

        private void put(BrokerEvent event) {
            // Others may put at the same time: the bound of events of messages is exceeded by as many threads at most.
            boolean isCrowded =
                    event instanceof BrokerEvent.OfMessage && waiting.size() >= EngineBounds.MESSAGE_EVENTS_WAITING;
            if (isCrowded || !waiting.offer(event)) {
                lost.incrementAndGet();
            }
        }

        @Override
        public void run() {
            try {
                while (!closed) {
                    tell(waiting.take());
                }
            } catch (InterruptedException e) {
                // Closed while it waited, or while its listener did.
            }
        }

        private void tell(BrokerEvent event) {
            try {
                listener.accept(event);
            } catch (RuntimeException | Error e) {
                LOG.warnf(e, "A listener failed on %s", event);
            }
        }

        @Override
        public long lost() {
            return lost.get();
        }

        @Override
        public void close() {
            closed = true;
            listeners.remove(this);
            thread.interrupt();
        }
    }
}
