package io.penstock.quarkus.observation;

import io.penstock.Delivery;
import io.penstock.PlainText;
import io.penstock.spi.HandlerObserver;
import io.quarkus.vertx.core.runtime.VertxMDC;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jboss.logging.MDC;

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

    private static final List<String> OF_BATCH = List.of(DESTINATION, SUBSCRIPTION);
    private static final List<String> OF_MESSAGE = List.of(DESTINATION, SUBSCRIPTION, MESSAGE_ID, ATTEMPT, KEY);

    @Override
    public Handling begin(List<Delivery> deliveries) {
        var context = current();
        if (deliveries.size() == 1) {
            put(deliveries.get(0), context);
            return new Named(OF_MESSAGE, context);
        }
        putBatch(deliveries.get(0), context);
        return new Named(OF_BATCH, context);
    }

    /** Names one delivery in the context of the calling thread. */
    public static void put(Delivery delivery) {
        put(delivery, current());
    }

    private static void put(Delivery delivery, Context context) {
        putBatch(delivery, context);
        put(MESSAGE_ID, PlainText.of(delivery.message().id()), context);
        put(ATTEMPT, Integer.toString(delivery.attempt()), context);
        var key = delivery.message().keyText();
        if (key != null) {
            put(KEY, PlainText.of(key.length() > MAX_KEY_CHARS ? key.substring(0, MAX_KEY_CHARS) : key), context);
        }
    }

    private static void putBatch(Delivery first, Context context) {
        put(DESTINATION, first.message().destination(), context);
        put(SUBSCRIPTION, first.subscription(), context);
    }

    /**
     * The Vert.x context that has a diagnostic context of its own, where Quarkus looks first; null if the calling
     * thread is on none. To find it once is cheaper than with each name.
     */
    private static Context current() {
        var context = Vertx.currentContext();
        if (context == null || !VertxContext.isDuplicatedContext(context)) {
            return null;
        }
        VertxContextSafetyToggle.setContextSafe(context, true);
        return context;
    }

    private static void put(String name, String value, Context context) {
        if (context == null) {
            MDC.put(name, value);
        } else {
            VertxMDC.INSTANCE.put(name, value, context);
        }
    }

    /**
     * Forgets the names when the call comes back, where they are the thread's. In Quarkus they belong to the Vert.x
     * context of the delivery, if it has one, which the thread has left by then: there they go on with what the handler
     * has begun, and end with it.
     *
     * @param context that was named; null if the thread was
     */
    private record Named(List<String> names, Context context) implements Handling {

        @Override
        public void returned() {
            if (current() == context) {
                names.forEach(MDC::remove);
            }
        }
    }
}
