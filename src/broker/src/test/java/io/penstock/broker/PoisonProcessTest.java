package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Real processes that really die: what a simulated crash cannot prove. */
class PoisonProcessTest {

    private static final long PATIENCE_SECONDS = Patience.SECONDS;

    @TempDir
    Path directory;

    @Test
    void shouldMakeADeadLetterOfAMessageThatReallyKillsItsProcessEachTime() throws Exception {
        var told = new ArrayList<String>();
        int exit = run(told, directory.toString(), "1", "send");
        int deaths = 0;
        while (exit == PoisonProcess.KILLED && ++deaths <= PoisonProcess.MAX_DELIVERIES + 1) {
            exit = run(told, directory.toString(), "1");
        }

        assertThat(exit).as("told %s", told).isZero();
        // The first hand-out is not journaled; every later one is, before it happens.
        assertThat(told.subList(0, deaths)).containsExactly("poison 1", "poison 1", "poison 2", "poison 3");
        assertThat(told.get(deaths)).startsWith("end");
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory))) {
            var letters = broker.browse(BrowseRequest.waiting("orders.dlq", 10).build());
            assertThat(letters).hasSize(1);
            assertThat(letters.get(0).message().bodyText()).isEqualTo("poison");
            assertThat(DeadLetterRecord.of(letters.get(0).message())
                            .orElseThrow()
                            .reason())
                    .isEqualTo(DeadLetterReason.MAX_DELIVERIES);
        }
    }

    @Test
    void shouldNotMakeDeadLettersOfThoseThatItsProcessHadBesideIt() throws Exception {
        var told = new ArrayList<String>();
        int exit = run(told, directory.toString(), "10", "send");
        int deaths = 0;
        while (exit == PoisonProcess.KILLED && ++deaths <= PoisonProcess.MAX_DELIVERIES + 1) {
            exit = run(told, directory.toString(), "10");
        }

        assertThat(exit).as("told %s", told).isZero();
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory))) {
            var letters = broker.browse(BrowseRequest.waiting("orders.dlq", 20).build());
            assertThat(letters)
                    .extracting(letter -> letter.message().bodyText())
                    .containsExactly("poison");
            assertThat(broker.browse(BrowseRequest.waiting("orders", 20).build()))
                    .as("told %s", told)
                    .isEmpty();
        }
    }

    private static int run(List<String> told, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PoisonProcess.class.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            output.lines().forEach(told::add);
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
