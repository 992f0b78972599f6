package io.penstock.broker.subscription;

import io.penstock.PenstockException;
import io.penstock.broker.delivery.Decision;
import io.penstock.broker.delivery.HeldDeliveries;
import io.penstock.broker.delivery.Standstill;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopCall;

/**
 * Moves a subscription to another position. What its consumers have is fenced at once; then nothing is handed out until
 * all that is on its way to the journal has arrived there, the new position included.
 */
public abstract class Seek extends Command<Void> implements Standstill {

    private final SubscriptionEngine engine;
    private final long[] offsets;
    private boolean stands;

    /** @param offsets by partition: what lies below is settled, what lies at or above is not */
    private Seek(SubscriptionEngine engine, long[] offsets) {
        this.engine = engine;
        this.offsets = offsets;
    }

    /** The subscription that it is about. */
    public SubscriptionEngine engine() {
        return engine;
    }

    @Override
    public final void execute() {
        if (engine.isStandingStill()) {
            refuse(new PenstockException.Conflict("Another seek of " + engine + " is under way. Wait for its end."));
        } else if (reserve()) {
            engine.standStill(this);
            engine.loop().postponed().add(this);
        }
    }

    /** Is called before consumers lose what they hold; false refuses the seek. */
    boolean reserve() {
        return true;
    }

    @Override
    public int own() {
        return 0;
    }

    @Override
    public final void goOn() {
        if (!stands) {
            stands = true;
            standing();
        }
    }

    abstract void standing();

    /** What was decided already goes on: the journal has it, or refuses it. */
    @Override
    public final void interrupted(PenstockException cause) {
        if (!stands) {
            engine.loop().postponed().remove(this);
            engine.goOnAsBefore();
            refuse(cause);
        }
    }

    public final Entry.Sought entry() {
        return new Entry.Sought(engine.id(), offsets);
    }

    /** A seek that is journaled by itself, as soon as it can be. */
    public static final class Alone extends Seek implements Decision.Outcome {

        public Alone(SubscriptionEngine engine, long[] offsets) {
            super(engine, offsets);
        }

        /** A subscription that failed goes on at the new position, where it may find nothing that it fails of. */
        @Override
        boolean reserve() {
            if (engine().problem() != null) {
                engine().mend();
            }
            return true;
        }

        @Override
        void standing() {
            engine().decide(entry(), this);
        }

        @Override
        public void durable() {
            engine().loop().postponed().remove(this);
            engine().goOnAnew();
            complete(null);
        }

        @Override
        public void failed(PenstockException cause) {
            refused(cause);
            engine().goOnAsBefore();
        }

        @Override
        public void refused(PenstockException cause) {
            engine().loop().postponed().remove(this);
            refuse(cause);
        }
    }

    /**
     * A seek that is part of a transaction, with its deliveries of the same subscription. It completes when the
     * subscription stands still, and holds it there until it {@link #happened} or is {@link #undo undone}.
     */
    public static final class InTransaction extends Seek {

        private final HeldDeliveries share;

        public InTransaction(SubscriptionEngine engine, long[] offsets, HeldDeliveries share) {
            super(engine, offsets);
            this.share = share;
        }

        @Override
        boolean reserve() {
            if (engine().isGone()) {
                refuse(new PenstockException.UnknownSubscription(
                        engine().destination().name(), engine().name()));
                return false;
            }
            if (engine().problem() != null) {
                refuse(new PenstockException.Unavailable(engine().subscription()
                        + " has a problem, and cannot be moved in a transaction. Resume it, or move it outside of one. "
                        + engine().problem()));
                return false;
            }
            share.execute();
            share.exceptionally(lost -> {
                completeExceptionally(lost);
                return null;
            });
            return !share.isCompletedExceptionally();
        }

        @Override
        public int own() {
            return share.size();
        }

        @Override
        void standing() {
            engine().loop().postponed().remove(this);
            complete(null);
        }

        /** Goes on at the new position, because it is in the journal, and what the transaction accepts is told. */
        public void happened() {
            engine().loop().deliver(LoopCall.of(() -> {
                if (!engine().isDurable()) {
                    engine().apply(entry());
                }
                engine().goOnAnew();
            }));
        }

        /** Goes on where the subscription was, because nothing was written. */
        public void undo() {
            engine().loop().deliver(LoopCall.of(engine(), engine()::goOnAsBefore));
        }
    }
}
