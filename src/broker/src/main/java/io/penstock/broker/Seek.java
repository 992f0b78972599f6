package io.penstock.broker;

import io.penstock.PenstockException;

import java.util.List;

/**
 * Puts a subscription to another place. What consumers have is fenced at once; then nothing is handed out until all
 * that is on its way to the journal has arrived there, the new place included.
 */
final class Seek extends Command<Void> implements Decision.Outcome {

    private final SubscriptionEngine engine;
    private final long[] offsets;
    private boolean decided;

    /** @param offsets by partition: what lies below is settled, what lies at or above is not */
    Seek(SubscriptionEngine engine, long[] offsets) {
        this.engine = engine;
        this.offsets = offsets;
    }

    @Override
    void execute() {
        if (engine.begin(this)) {
            engine.context().postponed().add(this);
        } else {
            refuse(new PenstockException.Conflict("Another seek of " + engine + " is under way. Wait for its end."));
        }
    }

    /** Nothing is on its way any more. */
    void goOn() {
        if (!decided) {
            decided = true;
            var entry = new Entry.Sought(engine.id(), offsets);
            var context = engine.context();
            context.decide(new Decision(engine, context.forcesSettlements(), List.of(entry), List.of(), this));
        }
    }

    @Override
    public void durable() {
        engine.context().postponed().remove(this);
        engine.end(this);
        complete(null);
    }

    @Override
    public void refused(PenstockException cause) {
        engine.context().postponed().remove(this);
        refuse(cause);
    }
}
