package io.penstock.kafka.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Instances in one process that contend for a cell, each under load while it owns it, and stalled at random. */
final class Zombies {

    private static final int INSTANCES = 3;
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Cell cell;
    private final long seed;
    private final Ledger ledger = new Ledger();
    private boolean transactions = true;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Stalls> stalls = new ArrayList<>();

    Zombies(Cell cell, long seed) {
        this.cell = cell;
        this.seed = seed;
    }

    /** Has them do everything alone, as {@link Load#withoutTransactions}. */
    Zombies withoutTransactions() {
        transactions = false;
        return this;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Lets them contend for so long, or until it is enough; then all of them end. */
    void run(Duration time, BooleanSupplier isEnough) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < INSTANCES; i++) {
            var thread = new Thread(contender(i), "instance-" + i);
            thread.start();
            threads.add(thread);
        }
        long end = System.nanoTime() + time.toNanos();
        while (end - System.nanoTime() > 0 && !isEnough.getAsBoolean()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        contenders.forEach(Contender::end);
        for (var thread : threads) {
            thread.join();
        }
        contenders.forEach(Contender::requireSound);
    }

    private Contender contender(int number) {
        var random = new Random(seed * INSTANCES + number);
        var contender = new Contender(cell, "" + (char) ('a' + number), ledger);
        var mine = new Stalls(random.nextLong(), cell.lease(), contender::isOver);
        contenders.add(contender);
        if (!transactions) {
            contender.withoutTransactions();
        }
        stalls.add(mine);
        return contender
                .stalledBy(mine)
                .inTermsOf(() -> Duration.ofNanos((long) (cell.lease().toNanos() * (3 + 7 * random.nextDouble()))));
    }

    @Override
    public String toString() {
        return INSTANCES + " instances, lease " + cell.lease().toMillis() + " ms, seed " + seed + ": "
                + contenders.stream().mapToInt(Contender::owned).sum() + " owners, "
                + stalls.stream().mapToInt(Stalls::count).sum() + " stalls, "
                + contenders.stream().mapToInt(Contender::steppedDown).sum() + " stepped down; " + ledger;
    }
}
