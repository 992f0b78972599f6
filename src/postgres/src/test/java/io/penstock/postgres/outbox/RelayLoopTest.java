package io.penstock.postgres.outbox;

import io.penstock.Destination;
import io.penstock.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** The loop around a relay, and what it does between rounds. */
class RelayLoopTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration SELDOM = Duration.ofHours(1);

    @TempDir
    private Path directory;

    @Test
    void shouldGoOnWhenTheDatabaseIsBackAndDeleteWhatWasSent() throws Exception {
        try (var database = new TestDatabase();
                var broker = TestLog.open(directory)) {
            // given
            broker.declare(Destination.queue("orders").partitions(1).build());
            database.send(Message.to("orders").body("1").build());
            database.send(Message.to("orders").body("2").build());
            var settled = new CountDownLatch(1);
            var failures = new AtomicInteger(2);
            var table = new OutboxTable(database.source()) {
                @Override
                List<OutboxRow> next(String logId, Wish wish) throws SQLException {
                    if (failures.getAndDecrement() > 0) {
                        throw new SQLException("the database is away");
                    }
                    return super.next(logId, wish);
                }

                @Override
                void settle(String logId, Outcome outcome) throws SQLException {
                    super.settle(logId, outcome);
                    settled.countDown();
                }
            };
            var upkeep = new OutboxUpkeep(table, Duration.ZERO, Duration.ZERO, System::nanoTime);
            assertThat(upkeep.count().waiting()).isEqualTo(2);
            assertThat(upkeep.count().oldestSeconds()).isPositive();
            var policy = new RelayPolicy(10, 3, new Backoff(SOON, SOON), Duration.ofSeconds(5));
            var loop = new RelayLoop(new Relay(broker, table, policy, System::nanoTime), upkeep, SELDOM);
            var thread = new Thread(loop);

            // when
            thread.start();

            // then
            assertThat(settled.await(2, TimeUnit.MINUTES)).isTrue();
            loop.stop();
            thread.join();
            assertThat(TestLog.bodies(broker, "orders")).containsExactlyInAnyOrder("1", "2");
            assertThat(upkeep.count()).isEqualTo(OutboxStatistics.NONE);
            assertThat(upkeep.purge()).isEqualTo(2);
            assertThat(database.count("select count(*) from penstock_outbox")).isZero();
        }
    }
}
