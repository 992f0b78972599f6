package io.penstock.broker.delivery;

import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import org.jboss.logging.Logger;

import java.util.List;

/** Has the decisions of one subscription journaled, applied, and told. It belongs to the subscription's loop. */
final class Decisions {

    private static final Logger LOG = Logger.getLogger(Decisions.class);

    private final SubscriptionContext context;
    private final SubscriptionProgress progress;

    Decisions(SubscriptionContext context, SubscriptionProgress progress) {
        this.context = context;
        this.progress = progress;
    }

    /** Forced to the device before it is told, unless the broker is not to force settlements. */
    void decide(Entry.Progress entry, List<Decision.Letter> letters, Decision.Outcome outcome) {
        write(new Decision(progress, context.forcesSettlements(), List.of(entry), letters, outcome));
    }

    /** Decides as {@link #decide} does, without dead letters. */
    void decide(Entry.Progress entry, Decision.Outcome outcome) {
        decide(entry, List.of(), outcome);
    }

    /** Decides as {@link #decide} does, on something that nobody waits for. */
    void decide(Entry.Progress entry) {
        decide(entry, new Quiet(() -> {}));
    }

    /** Written, but not forced: it has to survive the process, not the machine. Nobody waits for it. */
    void note(List<Entry.Progress> entries, Runnable then) {
        write(new Decision(progress, false, entries, List.of(), new Quiet(then)));
    }

    /** Writes a decision. If it cannot even be serialised, that concerns no other. */
    private void write(Decision decision) {
        try {
            context.decide(decision);
        } catch (RuntimeException | Error e) {
            decision.outcome().failed(DecisionWriter.contained(e));
        }
    }

    /** An outcome that nobody waits for. If it is refused, the journal has failed, and the broker says so. */
    private final class Quiet implements Decision.Outcome {

        private final Runnable then;

        private Quiet(Runnable then) {
            this.then = then;
        }

        @Override
        public void durable() {
            then.run();
        }

        @Override
        public void refused(PenstockException cause) {
            LOG.debugf(cause, "Not journaled");
        }

        @Override
        public void failed(PenstockException cause) {
            progress.failed(cause);
        }
    }
}
