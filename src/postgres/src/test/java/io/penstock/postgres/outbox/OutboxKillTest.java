package io.penstock.postgres.outbox;

import io.penstock.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes with a log each relay the rows of one database, and are killed again and again, while rows are
 * committed, committed late and rolled back. Then database and logs are compared. {@code -Dpenstock.kills=N} kills
 * more often, {@code -Dpenstock.seed=S} with the same dice.
 */
class OutboxKillTest {

    private static final int KILLS = Integer.getInteger("penstock.kills", 4);
    private static final int INSTANCES = 2;
    private static final int WRITERS = 4;
    private static final int ROWS = 10_000;
    private static final int ROWS_OF_WRITER = ROWS / WRITERS;

    /** Some keys are used by one writer only, who then knows their order. */
    private static final int KEYS_OF_WRITER = 5;

    private static final int MAX_ROWS_OF_TRANSACTION = 20;

    /** Of a life that is killed; it says three steps for a hundred rows. */
    private static final int MAX_STEPS = 15;

    @TempDir
    private Path directory;

    @Test
    void shouldAppendEachCommittedRowOnceAndInOrderThroughKills() throws Exception {
        long seed = Long.getLong("penstock.seed", new Random().nextInt());
        System.out.println("OutboxKillTest: -Dpenstock.seed=" + seed);
        var threads = Executors.newFixedThreadPool(WRITERS + INSTANCES);
        try (var database = new TestDatabase()) {
            var writing = start(threads, WRITERS, writer -> write(database, writer, new Random(seed + writer)));
            var living = start(threads, INSTANCES, instance -> live(database, instance, new Random(seed - instance)));
            for (var each : writing) {
                each.get();
            }
            for (var each : living) {
                each.get();
            }
            compare(database);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("-Dpenstock.seed=" + seed + " fails", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Work {
        void of(int number) throws Exception;
    }

    private static List<Future<Void>> start(ExecutorService threads, int count, Work work) {
        var started = new ArrayList<Future<Void>>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Callable<Void> call = () -> {
                work.of(number);
                return null;
            };
            started.add(threads.submit(call));
        }
        return started;
    }

    /** Commits so many rows, and some transactions only after others; rolls back others. */
    private static void write(TestDatabase database, int writer, Random random) throws SQLException {
        int committed = 0;
        while (committed < ROWS_OF_WRITER) {
            int rows = Math.min(1 + random.nextInt(MAX_ROWS_OF_TRANSACTION), ROWS_OF_WRITER - committed);
            try (var connection = database.source().getConnection()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < rows; i++) {
                    var key = "w" + writer + "-" + random.nextInt(KEYS_OF_WRITER);
                    var body = key + " " + (committed + i);
                    RowFormat.insert(
                            connection,
                            TestDatabase.named(Message.to(MortalRelay.QUEUE)
                                    .key(key)
                                    .body(body)
                                    .build()));
                }
                if (random.nextInt(10) == 0) {
                    // Others commit rows with higher numbers meanwhile.
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
                }
                if (random.nextInt(8) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed += rows;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Lives that are killed, and further ones, which end by themselves or when everything is done. */
    private void live(TestDatabase database, int instance, Random random) throws Exception {
        for (int kills = 0; kills < KILLS; kills++) {
            int steps = random.nextInt(MAX_STEPS);
            live(database, instance, random.nextLong(), said -> said > steps);
        }
        while (!isDone(database)) {
            live(database, instance, random.nextLong(), said -> isDone(database));
        }
    }

    private interface Death {
        boolean isDue(int said) throws SQLException;
    }

    private void live(TestDatabase database, int instance, long seed, Death death) throws Exception {
        var process = start(database, instance, seed);
        try (var output = process.inputReader()) {
            for (int said = 0; output.readLine() != null && !death.isDue(said); said++) {
                assertThat(said).isNotNegative();
            }
            process.toHandle().destroyForcibly();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean isDone(TestDatabase database) throws SQLException {
        return database.count("select count(*) from penstock_outbox where state = 'SENT'") == ROWS;
    }

    private Process start(TestDatabase database, int instance, long seed) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MortalRelay.class.getName(),
                        database.url(),
                        log(instance).toString(),
                        Long.toString(seed)))
                .redirectError(Redirect.appendTo(
                        directory.resolve("errors-" + instance).toFile()))
                .start();
    }

    private Path log(int instance) {
        return directory.resolve("log-" + instance);
    }

    private void compare(TestDatabase database) throws Exception {
        var appended = new ArrayList<String>();
        var numbers = new HashMap<String, List<String>>();
        for (int instance = 0; instance < INSTANCES; instance++) {
            try (var broker = TestLog.open(log(instance))) {
                var bodies = TestLog.bodies(broker, MortalRelay.QUEUE);
                appended.addAll(bodies);
                var logId = new OutboxLog(broker).id();
                numbers.put(logId, bodies);
                // The numbers of a log are without gaps, and in the order of the log.
                assertThat(database.column("select convert_from(body, 'UTF8') from penstock_outbox where log_id = '"
                                + logId + "' order by log_number"))
                        .isEqualTo(bodies);
                assertThat(database.count("select count(*) from penstock_outbox where log_id = '" + logId + "'"))
                        .isEqualTo(database.count(
                                "select next_number from penstock_outbox_log where log_id = '" + logId + "'"));
            }
        }
        assertThat(appended)
                .containsExactlyInAnyOrderElementsOf(
                        database.column("select convert_from(body, 'UTF8') from penstock_outbox"))
                .hasSize(ROWS);
        numbers.values().forEach(OutboxKillTest::requireOrder);
        assertThat(numbers.values())
                .as("the work of both instances")
                .allSatisfy(bodies -> assertThat(bodies).isNotEmpty());
    }

    /** The rows of a key are committed by one writer, with ascending numbers. */
    private static void requireOrder(List<String> bodies) {
        var last = new HashMap<String, Integer>();
        for (var body : bodies) {
            var parts = body.split(" ");
            var before = last.put(parts[0], Integer.valueOf(parts[1]));
            assertThat(before == null || before < last.get(parts[0]))
                    .as("%s comes after %s", body, before)
                    .isTrue();
        }
    }
}
