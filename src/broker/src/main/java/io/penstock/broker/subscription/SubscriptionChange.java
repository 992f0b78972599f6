package io.penstock.broker.subscription;

import io.penstock.PenstockException;
import io.penstock.broker.delivery.Decision;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.loop.Command;

/** A change of one subscription whose caller waits for it. */
public final class SubscriptionChange extends Command<Void> implements Decision.Outcome {

    private final SubscriptionEngine engine;
    private final Entry.Progress entry;

    public SubscriptionChange(SubscriptionEngine engine, Entry.Progress entry) {
        this.engine = engine;
        this.entry = entry;
    }

    @Override
    public void execute() {
        engine.decide(entry, this);
    }

    @Override
    public void durable() {
        complete(null);
    }

    @Override
    public void failed(PenstockException cause) {
        refuse(cause);
    }

    @Override
    public void refused(PenstockException cause) {
        refuse(cause);
    }
}
