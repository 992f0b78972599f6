package io.penstock.broker.delivery;

import io.penstock.PenstockException;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.TurnEnd;
import io.penstock.broker.record.MessageCodec;
import io.penstock.broker.recording.SettleEvent;
import io.penstock.journal.JournalException;
import io.penstock.journal.record.EncodedRecord;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;

/** Writes what a loop decided in one turn to the journal, in as few appends as possible. It belongs to the loop. */
public final class DecisionWriter implements TurnEnd {

    private static final Logger LOG = Logger.getLogger(DecisionWriter.class);

    /** An append is closed when it has this many bytes, so that it stays far below the largest frame. */
    public static final int MAX_APPEND_BYTES = 1 << 20;

    /** The bytes that an entry or a record takes in a frame besides its own, generously. */
    static final int ITEM_OVERHEAD_BYTES = 32;

    private final RoutedLog log;
    private final LoopContext loop;
    private Batch forced;
    private Batch written;

    DecisionWriter(RoutedLog log, LoopContext loop) {
        this.log = log;
        this.loop = loop;
    }

    void add(Decision decision) {
        if (!decision.progress().isDurable() && decision.letters().isEmpty()) {
            complete(decision);
            return;
        }
        var batch = decision.forced() ? forced : written;
        if (batch == null) {
            batch = new Batch(decision.forced());
        }
        batch.add(decision);
        boolean full = batch.bytes >= MAX_APPEND_BYTES;
        if (full) {
            append(batch);
        }
        if (decision.forced()) {
            forced = full ? null : batch;
        } else {
            written = full ? null : batch;
        }
    }

    /** Hands everything to the journal. */
    @Override
    public void commit() {
        if (written != null) {
            append(written);
            written = null;
        }
        if (forced != null) {
            append(forced);
            forced = null;
        }
    }

    /** The loop has ended: what it had not handed to the journal does not happen. */
    @Override
    public void abandon(PenstockException cause) {
        if (written != null) {
            written.refuse(cause);
        }
        if (forced != null) {
            forced.refuse(cause);
        }
    }

    private void append(Batch batch) {
        try {
            batch.demand.reserve();
            batch.event.begin();
            // A write costs less than to have it done by another thread and to be told by that; a force costs more.
            if (batch.forced) {
                log.append(batch);
            } else {
                log.appendHere(batch);
            }
        } catch (JournalException.TooLarge | PenstockException e) {
            alone(batch, e);
        } catch (RuntimeException | Error e) {
            LOG.error("A dispatch loop could not hand to the log what it had decided; it tries one by one.", e);
            alone(batch, e);
        }
    }

    /**
     * Writes each decision by itself, because one of them cannot be written and the others must not suffer from that.
     */
    private void alone(Batch batch, Throwable cause) {
        batch.demand.release();
        if (batch.decisions.size() == 1) {
            loop.deliver(new Failed(batch.decisions.get(0), contained(cause)));
            return;
        }
        for (var decision : batch.decisions) {
            var single = new Batch(batch.forced);
            try {
                single.add(decision);
                append(single);
            } catch (RuntimeException | Error e) {
                loop.deliver(new Failed(decision, contained(e)));
            }
        }
    }

    static PenstockException contained(Throwable cause) {
        return cause instanceof PenstockException known
                ? known
                : new PenstockException.Unavailable("It could not be written to the log: " + cause, cause);
    }

    /** Completes a decision. Whoever decided it applies what is not journaled. */
    private static void complete(Decision decision) {
        if (!decision.progress().isDurable()) {
            decision.entries().forEach(decision.progress()::apply);
        }
        decision.outcome().durable();
    }

    /** Collects decisions that are written together. */
    private final class Batch extends RoutedAppend {

        private final List<Decision> decisions = new ArrayList<>();
        private final boolean forced;

        /**
         * The room that dead letters take in queues with limits: they are never refused for that, and count like
         * others.
         */
        private final Demand demand = new Demand();

        private final SettleEvent event = new SettleEvent();
        private int bytes;

        /** Dead letters, which most batches have none of. */
        private List<Routed> letters = List.of();

        /** A dead letter, serialised, and the destination that it was to go to when it was decided. */
        private record Routed(PartitionLog to, EncodedRecord record) {}

        private Batch(boolean forced) {
            super(forced);
            this.forced = forced;
        }

        /** Adds all of a decision or nothing: an exception of the serialisation comes before anything is taken. */
        private void add(Decision decision) {
            var routed = new ArrayList<Routed>(decision.letters().size());
            for (var letter : decision.letters()) {
                var message = letter.to().destination().completed(letter.message());
                routed.add(new Routed(letter.to(), MessageCodec.encode(message, letter.target(), loop.nowMillis())));
            }
            var encoded = new ArrayList<byte[]>(decision.entries().size());
            if (decision.progress().isDurable()) {
                decision.entries().forEach(entry -> encoded.add(EntryCodec.encode(entry)));
            }
            for (var letter : routed) {
                bytes += letter.record().bytes().length + ITEM_OVERHEAD_BYTES;
                demand.add(letter.to().destination(), letter.record().bytes().length);
            }
            if (!routed.isEmpty()) {
                letters = letters.isEmpty() ? routed : letters;
                if (letters != routed) {
                    letters.addAll(routed);
                }
            }
            for (var entry : encoded) {
                bytes += entry.length + ITEM_OVERHEAD_BYTES;
                addEntry(entry);
            }
            decisions.add(decision);
        }

        /** What was decided of one delivery has nothing to do with other appends, but for its dead letters. */
        @Override
        public boolean standsAlone() {
            return letters.isEmpty();
        }

        @Override
        protected boolean route() {
            letters.forEach(letter -> addRecord(letter.to().now(letter.record()).id(), letter.record()));
            return true;
        }

        private void refuse(PenstockException cause) {
            decisions.forEach(decision -> decision.outcome().refused(cause));
        }

        /** A dead letter is a record, but without it its source could not be settled. */
        @Override
        public boolean mayUseReserve() {
            return true;
        }

        @Override
        public boolean isOfStored() {
            return true;
        }

        @Override
        public void durable() {
            demand.arrived();
            loop.deliver(new Told(this, null));
        }

        @Override
        public void failed(JournalException cause) {
            demand.release();
            loop.deliver(new Told(this, Outcomes.refused(cause)));
        }
    }

    /** Brings the outcome back to the loop. If the loop has ended, nobody is left waiting. */
    private final class Told extends Command<Void> {

        private final Batch batch;
        private final PenstockException refusal;

        private Told(Batch batch, PenstockException refusal) {
            this.batch = batch;
            this.refusal = refusal;
        }

        @Override
        public void execute() {
            if (refusal != null) {
                loop.stopServing(refusal);
                refuse(refusal);
                return;
            }
            batch.event.settled(batch.decisions.size(), batch.letters.size(), batch.bytes, batch.forced);
            for (var decision : batch.decisions) {
                try {
                    DecisionWriter.complete(decision);
                } catch (RuntimeException | Error e) {
                    decision.progress().failed(e);
                }
            }
        }

        @Override
        public void refuse(PenstockException cause) {
            batch.refuse(cause);
        }
    }

    /** Tells the loop that a decision could not be written, while others could. */
    private static final class Failed extends Command<Void> {

        private final Decision one;
        private final PenstockException cause;

        private Failed(Decision one, PenstockException cause) {
            this.one = one;
            this.cause = cause;
        }

        @Override
        public void execute() {
            one.outcome().failed(cause);
        }

        @Override
        public void refuse(PenstockException refusal) {
            one.outcome().refused(refusal);
        }
    }
}
