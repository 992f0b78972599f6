package io.penstock.security;

import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.spi.ObservingHandler;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands on what comes while its caller may receive it. When that is over, everything goes back as if it had not been
 * delivered, the handler is told so, and the consumer leaves.
 */
class GuardedHandler implements DeliveryHandler {

    private final DeliveryHandler handler;
    private final ReceiveRight right;
    private final AtomicBoolean isOver = new AtomicBoolean();

    /** Has the consumer leave. */
    private volatile @Nullable Runnable leaving;

    private GuardedHandler(DeliveryHandler handler, ReceiveRight right) {
        this.handler = handler;
        this.right = right;
    }

    /** The broker leaves the observing to handlers that say that they do it. */
    private static final class OfDoor extends GuardedHandler implements ObservingHandler {

        OfDoor(DeliveryHandler handler, ReceiveRight right) {
            super(handler, right);
        }
    }

    static GuardedHandler of(DeliveryHandler handler, ReceiveRight right) {
        return handler instanceof ObservingHandler ? new OfDoor(handler, right) : new GuardedHandler(handler, right);
    }

    /** Says who is to leave: before anything comes, since a consumer has to ask for it; a replay may be quicker. */
    void closes(Runnable consumer) {
        leaving = consumer;
        if (isOver.get()) {
            leave();
        }
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        if (!isOver.get()) {
            try {
                right.require();
            } catch (PenstockException.Forbidden e) {
                end(e);
            }
        }
        if (isOver.get()) {
            deliveries.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
        } else {
            handler.handle(deliveries);
        }
    }

    private void end(PenstockException reason) {
        isOver.set(true);
        handler.closed(reason);
        if (leaving != null) {
            leave();
        }
    }

    /** Leaving waits for the handler, which must not wait for itself. */
    private void leave() {
        var thread = new Thread(leaving, "penstock-refused-consumer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void owns(String destination, Set<Integer> partitions) {
        handler.owns(destination, partitions);
    }

    @Override
    public void closed(PenstockException reason) {
        if (!isOver.get()) {
            handler.closed(reason);
        }
    }
}
