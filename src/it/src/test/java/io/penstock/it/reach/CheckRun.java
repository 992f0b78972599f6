package io.penstock.it.reach;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.it.reach.agent.Hooks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Puts the packaged server through {@code native-check.sh}, with the agent in each of its processes. */
final class CheckRun {

    private static final Path SCRIPT = Path.of("native-check.sh");
    private static final Path SERVER = Path.of("../server/target/quarkus-app/quarkus-run.jar");

    /** Of what would hang otherwise. */
    private static final long LIMIT_MINUTES = 30;

    private final Path directory;

    CheckRun(Path directory) {
        this.directory = directory;
    }

    private Path hooks() {
        return directory.resolve("hooks");
    }

    private Path known() {
        return directory.resolve("known.txt");
    }

    /** What the agent wrote down. */
    Path record() {
        return directory.resolve("record.txt");
    }

    CheckTable run(Reachability reachability) throws Exception {
        assertThat(SERVER).as("the packaged server").exists();
        Files.write(known(), reachability.types());
        Hooks.write(Files.createDirectory(hooks()));
        var agent = AgentJar.write(directory);
        var output = directory.resolve("table.txt");
        try (var postgres = EmbeddedPostgres.start()) {
            var builder = new ProcessBuilder(command(agent, prepare(directory.resolve("prepared"))))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("CHECK_JDBC_URL", postgres.getJdbcUrl("postgres", "postgres"));
            var process = builder.start();
            try {
                assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                        .as(() -> "ends; so far it printed\n" + text(output))
                        .isTrue();
            } finally {
                process.destroy();
            }
            assertThat(process.exitValue()).as(() -> text(output)).isZero();
        }
        try (var lines = Files.lines(output)) {
            return CheckTable.parse(lines);
        }
    }

    private List<String> command(Path agent, Path prepared) {
        return List.of(
                "sh",
                SCRIPT.toString(),
                "--quick",
                "--prepared",
                prepared.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + agent + "=" + record() + "," + known() + "," + hooks(),
                // These processes live for seconds, two at a time: the thorough compiler and a collector with threads
                // of its own would cost more than they gain.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                SERVER.toString());
    }

    /** A log with two transactions that wait for the decision of a manager that is gone. */
    private static Path prepare(Path data) {
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(data))) {
            broker.declare(Destination.queue("orders").build());
            for (byte id = 1; id <= 2; id++) {
                var transaction = broker.begin();
                transaction.send(Message.to("orders").body("prepared " + id).build());
                transaction.prepare(new byte[] {id});
            }
        }
        return data;
    }

    private static String text(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
