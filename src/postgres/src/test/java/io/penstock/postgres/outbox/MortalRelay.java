package io.penstock.postgres.outbox;

import io.penstock.Destination;
import org.postgresql.ds.PGSimpleDataSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/**
 * A process with a log and a relay, made to be killed. Now and then it ends itself as abruptly at the worst places:
 * behind the commit of numbers, and before and behind what writes down that rows were appended.
 */
final class MortalRelay {

    static final String QUEUE = "orders";

    /** One of so many steps is the last. */
    private static final int ODDS = 20;

    private static final int BATCH_SIZE = 150;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private MortalRelay() {}

    /**
     * Says "ready" and then each step, in a line each.
     *
     * @param arguments URL of the database, directory of the log, seed
     */
    public static void main(String[] arguments) throws Exception {
        var database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        var broker = TestLog.open(Path.of(arguments[1]));
        broker.declare(Destination.queue(QUEUE).partitions(1).build());
        var table = new DyingTable(database, new Random(Long.parseLong(arguments[2])));
        var policy = new RelayPolicy(BATCH_SIZE, 1_000, new Backoff(SOON, SOON), PATIENCE);
        var upkeep = new OutboxUpkeep(table, Duration.ofDays(1), Duration.ZERO, System::nanoTime);
        var loop = new RelayLoop(new Relay(broker, table, policy, System::nanoTime), upkeep, SOON);
        System.out.println("ready");
        loop.run();
    }

    /** A table whose user may not live to see the end of a step. */
    private static final class DyingTable extends OutboxTable {

        private final Random random;

        private DyingTable(DataSource database, Random random) {
            super(database);
            this.random = random;
        }

        @Override
        List<OutboxRow> next(String logId, Wish wish) throws SQLException {
            var rows = super.next(logId, wish);
            if (rows.isEmpty()) {
                System.out.println("idle");
            } else {
                mayDie("numbered");
            }
            return rows;
        }

        @Override
        void settle(String logId, Outcome outcome) throws SQLException {
            mayDie("appended");
            super.settle(logId, outcome);
            mayDie("settled");
        }

        private void mayDie(String step) {
            System.out.println(step);
            if (random.nextInt(ODDS) == 0) {
                Runtime.getRuntime().halt(137);
            }
        }
    }
}
