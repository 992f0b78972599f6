package io.penstock.broker.delivery;

import io.penstock.broker.loop.Command;

import java.util.List;

/** Deliveries of one subscription that are accepted together: one command, and one stage, for all. */
final class AcceptTogether extends Command<Void> implements Acceptance {

    private final SubscriptionEngine engine;
    private final List<LocalDelivery> deliveries;

    /** One whose lease had ended. */
    private LocalDelivery lost;

    AcceptTogether(SubscriptionEngine engine, List<LocalDelivery> deliveries) {
        this.engine = engine;
        this.deliveries = deliveries;
    }

    @Override
    public void execute() {
        lost = engine.settler().accept(this, deliveries);
    }

    @Override
    public void accepted() {
        if (lost == null) {
            complete(null);
        } else {
            completeExceptionally(lost.leaseLost());
        }
    }
}
