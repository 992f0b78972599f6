package io.penstock.quarkus.observation;

import io.penstock.Delivery;
import io.penstock.PlainText;
import io.penstock.spi.HandlerObserver;
import io.quarkus.vertx.core.runtime.VertxMDC;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.BiConsumer;

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
        nameSource(deliveries.get(0), (name, value) -> put(name, value, context));
        return new Named(OF_BATCH, context);
    }

    /**
     * Names one delivery.
     *
     * @param context a duplicated Vert.x context, whose diagnostic context it is; null for that of the calling thread
     */
    public static void put(Delivery delivery, @Nullable Context context) {
        if (context == null || !DeliveryNames.put(delivery, context)) {
            name(delivery, (name, value) -> put(name, value, context));
        }
    }

    /** Gives all names of a delivery and their values. */
    static void name(Delivery delivery, BiConsumer<String, String> names) {
        nameSource(delivery, names);
        names.accept(MESSAGE_ID, PlainText.of(delivery.message().id()));
        names.accept(ATTEMPT, Integer.toString(delivery.attempt()));
        var key = delivery.message().keyText();
        if (key != null) {
            names.accept(KEY, PlainText.of(key.length() > MAX_KEY_CHARS ? key.substring(0, MAX_KEY_CHARS) : key));
        }
    }

    /** Gives what a delivery has in common with the others of its batch. */
    private static void nameSource(Delivery delivery, BiConsumer<String, String> names) {
        names.accept(DESTINATION, delivery.message().destination());
        names.accept(SUBSCRIPTION, delivery.subscription());
    }

    /**
     * The Vert.x context that has a diagnostic context of its own, where Quarkus looks first; null if the calling
     * thread is on none. To find it once is cheaper than with each name.
     */
    private static Context current() {
        var context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context) ? context : null;
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
            if (context == null ? current() == null : Vertx.currentContext() == context) {
                names.forEach(MDC::remove);
            }
        }
    }
}
