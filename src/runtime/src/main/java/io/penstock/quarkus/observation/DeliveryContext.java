package io.penstock.quarkus.observation;

import io.penstock.Delivery;
import io.penstock.PlainText;
import io.penstock.spi.HandlerObserver;
import org.jboss.logging.MDC;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells the diagnostic context of the log what a handler is handling, so that each line that it writes can be found by
 * the message. A handler of a batch has no message of its own.
 */
public final class DeliveryContext implements HandlerObserver {

    /** The names in the diagnostic context. */
    public static final String MESSAGE_ID = "penstock.message.id";

    public static final String DESTINATION = "penstock.destination";
    public static final String SUBSCRIPTION = "penstock.subscription";
    public static final String KEY = "penstock.key";
    public static final String ATTEMPT = "penstock.attempt";

    /** The longest part of a key that is shown: a key may be larger than anything that belongs into a log. */
    private static final int MAX_KEY_CHARS = 256;

    @Override
    public Handling begin(List<Delivery> deliveries) {
        return new Named(deliveries.size() == 1 ? put(deliveries.get(0)) : putBatch(deliveries.get(0)));
    }

    /** Names one delivery in the context of the calling thread. */
    public static List<String> put(Delivery delivery) {
        var known = putBatch(delivery);
        MDC.put(MESSAGE_ID, PlainText.of(delivery.message().id()));
        MDC.put(ATTEMPT, Integer.toString(delivery.attempt()));
        known.add(MESSAGE_ID);
        known.add(ATTEMPT);
        var key = delivery.message().keyText();
        if (key != null) {
            MDC.put(KEY, PlainText.of(key.length() > MAX_KEY_CHARS ? key.substring(0, MAX_KEY_CHARS) : key));
            known.add(KEY);
        }
        return known;
    }

    private static List<String> putBatch(Delivery first) {
        MDC.put(DESTINATION, first.message().destination());
        MDC.put(SUBSCRIPTION, first.subscription());
        return new ArrayList<>(List.of(DESTINATION, SUBSCRIPTION));
    }

    /**
     * Forgets the names when the call comes back. In Quarkus they belong to the Vert.x context of the delivery, if it
     * has one, which the thread has left by then: there they go on with what the handler has begun.
     */
    private record Named(List<String> known) implements Handling {

        @Override
        public void returned() {
            known.forEach(MDC::remove);
        }
    }
}
