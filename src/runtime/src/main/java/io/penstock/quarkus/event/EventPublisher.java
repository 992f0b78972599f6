package io.penstock.quarkus.event;

import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.EventSubscription;
import io.penstock.quarkus.jta.OutsideTransaction;
import org.jboss.logging.Logger;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Fires events of listeners and of the broker as asynchronous CDI events. No listener waits for an observer: while too
 * many events wait for slow ones, further events are lost and counted.
 */
@Singleton
public class EventPublisher {

    /** The number of events that may wait for observers: enough for a burst of failures, little for the heap. */
    static final int MAX_WAITING = 1_000;

    /** The number of events of single messages that may wait: the room that is left is for alerts and their like. */
    static final int MAX_WAITING_OF_MESSAGES = MAX_WAITING * 9 / 10;

    /** The number of lost events of which one is logged. */
    private static final int LOGGED_LOSS = 1_000;

    private static final Logger LOG = Logger.getLogger(EventPublisher.class);

    private final Event<ListenerEvent> ofListeners;
    private final Event<BrokerEvent> ofBroker;
    private final Broker broker;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private EventSubscription subscription;

    @Inject
    EventPublisher(Event<ListenerEvent> ofListeners, Event<BrokerEvent> ofBroker, @OutsideTransaction Broker broker) {
        this.ofListeners = ofListeners;
        this.ofBroker = ofBroker;
        this.broker = broker;
    }

    /** Fires the broker's events from now on. */
    public void start() {
        subscription = broker.events(event -> fireOfBroker(event));
    }

    /** Fires no more events of the broker. */
    public void stop() {
        if (subscription != null) {
            subscription.close();
        }
    }

    /** Fires an event of a listener, or loses it; does not block. */
    public void fire(ListenerEvent event) {
        fire(ofListeners, event, MAX_WAITING_OF_MESSAGES);
    }

    private void fireOfBroker(BrokerEvent event) {
        fire(ofBroker, event, event instanceof BrokerEvent.OfMessage ? MAX_WAITING_OF_MESSAGES : MAX_WAITING);
    }

    private <T> void fire(Event<T> firing, T event, int most) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            if (lost.getAndIncrement() % LOGGED_LOSS == 0) {
                LOG.warnf(
                        "%d events wait for their observers, so further ones are lost (%d until now), such as %s.",
                        most, lost.get(), event.getClass().getSimpleName());
            }
            return;
        }
        try {
            firing.fireAsync(event).whenComplete((done, failure) -> {
                waiting.decrementAndGet();
                if (failure != null) {
                    LOG.warnf("An observer of %s failed: %s", event.getClass().getSimpleName(), failure);
                }
            });
        } catch (RuntimeException e) {
            waiting.decrementAndGet();
            LOG.warnf(
                    "%s could not be told to its observers: %s",
                    event.getClass().getSimpleName(), e);
        }
    }
}
