package io.penstock.broker;

import io.penstock.PenstockException;

import java.util.List;

/** A change of one subscription that somebody waits for. */
final class Change extends Command<Void> implements Decision.Outcome {

    private final SubscriptionEngine engine;
    private final Entry.Progress entry;

    Change(SubscriptionEngine engine, Entry.Progress entry) {
        this.engine = engine;
        this.entry = entry;
    }

    @Override
    void execute() {
        var context = engine.context();
        context.decide(new Decision(engine, context.forcesSettlements(), List.of(entry), List.of(), this));
    }

    @Override
    public void durable() {
        complete(null);
    }

    @Override
    public void refused(PenstockException cause) {
        refuse(cause);
    }
}
