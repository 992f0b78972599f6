package io.penstock.broker.share;

import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopContext;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the consumers of a subscription that are about to take nothing more, until they have been handed what there was
 * for them. One turn is not always enough for that: a redelivery is journaled before it happens, and a turn looks at a
 * limited number of records. It belongs to the subscription's loop.
 */
public final class LastLooks {

    /**
     * The turns that one look may take. With other consumers that give back all that they get there is always something
     * on its way to the journal, and a look has to end nevertheless. Each turn looks at up to some thousand records, or
     * waits for one write.
     */
    static final int MOST_TURNS = 1_024;

    /** The time that a look waits for records to be fetched, if nothing comes. Then what is far away is not there. */
    public static final long MOST_MILLIS = 5_000;

    private final LoopContext loop;
    private final List<Look> waiting = new ArrayList<>();
    private final Alarms.Alarm alarm;

    /** @param turn asks for a turn in which there is another {@link #looked look} */
    public LastLooks(LoopContext loop, Runnable turn) {
        this.loop = loop;
        alarm = new Alarms.Alarm(null, turn);
    }

    /** A consumer that has asked for a last look. */
    public interface Asker {

        /** Whether it might have been handed more in this turn. */
        boolean hasRoomLeft();

        /** Whether it might have been handed anything in this turn. */
        boolean hadRoom();
    }

    /**
     * A last look, which is begun on the loop. Its result is false if there was no room for its consumer when it ended.
     */
    public final class Look extends Command<Boolean> {

        private final Asker asker;
        private final Runnable begin;
        private final Runnable end;
        private int turns;

        /** When it waits no longer for records to be fetched. */
        private long overAtMillis = Alarms.NEVER;

        private Look(Asker asker, Runnable begin, Runnable end) {
            this.asker = asker;
            this.begin = begin;
            this.end = end;
        }

        @Override
        public void execute() {
            waiting.add(this);
            loop.postponed().add(this);
            begin.run();
        }

        private boolean isOver(boolean everything) {
            turns++;
            return everything || !asker.hasRoomLeft() || turns >= MOST_TURNS || loop.nowMillis() >= overAtMillis;
        }

        private void await() {
            overAtMillis = Math.min(overAtMillis, loop.nowMillis() + MOST_MILLIS);
            loop.alarms().arm(alarm, overAtMillis);
        }

        private void over(boolean hadRoom) {
            waiting.remove(this);
            loop.postponed().remove(this);
            end.run();
            complete(hadRoom);
        }
    }

    /**
     * A look that is to be submitted to the loop. From any thread.
     *
     * @param begin has everything looked at in this turn
     * @param end follows when that is done, before anything else is handed out
     */
    public Look look(Asker asker, Runnable begin, Runnable end) {
        return new Look(asker, begin, end);
    }

    /**
     * Takes note that records were chosen for the turn; what is returned is to be run when they have been handed over.
     *
     * @param everything whether there is nothing left to look at and nothing on its way to the journal
     * @param isAwaiting whether records have to be fetched first
     */
    public Runnable looked(boolean everything, boolean isAwaiting) {
        if (waiting.isEmpty()) {
            return () -> {};
        }
        var ended = new ArrayList<Runnable>();
        for (var look : waiting) {
            if (look.isOver(everything && !isAwaiting)) {
                boolean hadRoom = look.asker.hadRoom();
                ended.add(() -> look.over(hadRoom));
            } else if (isAwaiting) {
                look.await();
            }
        }
        return () -> ended.forEach(Runnable::run);
    }

    /** Ends all looks, because nothing is handed out now. */
    public void end() {
        List.copyOf(waiting).forEach(look -> look.over(true));
    }
}
