package io.penstock.kafka.failover;

import io.penstock.PenstockException;
import io.penstock.journal.JournalException;
import io.penstock.kafka.owner.Moment;
import org.apache.kafka.common.KafkaException;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** An instance that owns the cell as often as it can, and puts load on itself while it does. One thread runs it. */
final class Contender implements Runnable {

    private static final Duration SEND_EVERY = Duration.ofMillis(2);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Cell cell;
    private final String name;
    private final Told told;
    private final AtomicInteger owned = new AtomicInteger();
    private final AtomicInteger steppedDown = new AtomicInteger();
    private Moment.Listener moments = Moment.Listener.NONE;
    private Supplier<Duration> terms = () -> FOR_EVER;
    private LongConsumer onOwned = epoch -> {};
    private boolean transactions = true;
    private volatile boolean over;
    private volatile Throwable defect;

    Contender(Cell cell, String name, Told told) {
        this.cell = cell;
        this.name = name;
        this.told = told;
    }

    /** @param listener may stall it */
    Contender stalledBy(Moment.Listener listener) {
        moments = listener;
        return this;
    }

    /** @param each how long it owns the cell before it gives it back */
    Contender inTermsOf(Supplier<Duration> each) {
        terms = each;
        return this;
    }

    /** Has it do everything alone, as {@link Load#withoutTransactions}. */
    Contender withoutTransactions() {
        transactions = false;
        return this;
    }

    /** @param listener is told the number of each ownership, before anything is sent */
    Contender telling(LongConsumer listener) {
        onOwned = listener;
        return this;
    }

    @Override
    public void run() {
        while (!over) {
            try (var mine = OwnedBroker.await(cell, name, moments, () -> over).orElse(null)) {
                if (mine != null) {
                    owned.incrementAndGet();
                    own(mine);
                }
            } catch (PenstockException | JournalException | CompletionException | KafkaException e) {
                // Another instance was quicker, or this one was stalled for too long while it opened the log, or Kafka
                // does not answer.
                steppedDown.incrementAndGet();
            } catch (RuntimeException | Error e) {
                defect = e;
                return;
            }
        }
    }

    private void own(OwnedBroker mine) {
        onOwned.accept(mine.epoch());
        var load = new Load(mine.broker(), mine.epoch(), name, told);
        if (!transactions) {
            load.withoutTransactions();
        }
        load.consume();
        long end = System.nanoTime() + terms.get().toNanos();
        while (!over && mine.isRunning() && end - System.nanoTime() > 0) {
            load.send();
            LockSupport.parkNanos(this, SEND_EVERY.toNanos());
        }
        if (!mine.isRunning()) {
            steppedDown.incrementAndGet();
        }
    }

    /** Has it give the cell back and end. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** How often it has owned the cell. */
    int owned() {
        return owned.get();
    }

    /** How often it was not the owner any more before it gave the cell back, or could not become the owner. */
    int steppedDown() {
        return steppedDown.get();
    }

    /** Fails if it has ended for a reason that no owner should have. */
    void requireSound() {
        if (defect != null) {
            throw new AssertionError("Instance " + name + " failed for a reason of its own", defect);
        }
    }
}
