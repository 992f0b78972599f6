package io.penstock.server.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineTest {

    private final RecordingServer server = new RecordingServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void shouldStartTheServerWithoutArguments() {
        assertThat(PenstockMain.orStart()).containsExactly("start");
        assertThat(PenstockMain.orStart("sample", "flights")).containsExactly("sample", "flights");
    }

    @Test
    void shouldLeaveToTheConfigurationWhatIsNotGiven() {
        int status = execute("start");

        assertThat(status).isZero();
        assertThat(server.sample).isEqualTo("none");
        assertThat(server.properties).isEmpty();
    }

    @Test
    void shouldHandServerOptionsToTheConfiguration() {
        execute("start", "--data", "/var/lib/pen stock", "--durability", "os", "--port", "0");

        assertThat(server.properties)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "penstock.data", "/var/lib/pen stock", "penstock.durability", "os", "quarkus.http.port", "0"));
    }

    @ParameterizedTest
    @CsvSource({
        "start --port \u0668\u0660\u0668\u0660, --port",
        "start --port 2147483648, --port",
        "log dump --partition \u0663, --partition",
        "log dump --from \u0663, --from",
        "log dump --limit 1\u0663, --limit",
        "log dump --limit 9223372036854775808, --limit",
        "sample flights --seed \u0663, --seed",
        "sample flash-sale --orders \u0663, --orders",
        "sample flash-sale --payments-per-second many, --payments-per-second",
        "bench journal --seconds \u0663, --seconds",
    })
    void shouldTakeNumbersOfTheDigits0To9Alone(String arguments, String option) {
        int status = execute(arguments.split(" "));

        assertThat(status).isIn(2, 64);
        assertThat(err.toString()).startsWith("Invalid value for option '" + option + "'");
        assertThat(server.sample).isNull();
    }

    @Test
    void shouldSwitchOnTheListenersOfTheSampleThatRuns() {
        execute("sample", "flights", "--exit", "--json", "--seed", "7");

        assertThat(server.sample).isEqualTo("flights");
        assertThat(server.properties)
                .containsEntry("penstock.listeners.\"flights-by-airport\".enabled", "true")
                .containsEntry("penstock.listeners.\"flights-late\".enabled", "true")
                .containsEntry("penstock.sample.exit", "true")
                .containsEntry("penstock.sample.json", "true")
                .containsEntry("penstock.sample.seed", "7")
                .doesNotContainKey("penstock.listeners.\"flash-sale-payment\".enabled");
    }

    @Test
    void shouldKeepTheLogOffStandardOutputInASample() {
        execute("sample", "flash-sale");

        assertThat(server.sample).isEqualTo("flash-sale");
        assertThat(server.properties)
                .containsEntry("quarkus.log.console.stderr", "true")
                .containsEntry("penstock.sample.flash-sale.orders", "100000")
                .containsEntry("penstock.sample.flash-sale.payments-per-second", "5000");
    }

    @Test
    void shouldPassTheExitStatusOn() {
        server.status = 1;

        assertThat(execute("sample", "flash-sale", "--exit")).isEqualTo(1);
    }

    @Test
    void shouldNotStartForAMissingInput() {
        int status = execute(
                "sample", "flights", "--input", directory.resolve("none.csv").toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).startsWith("penstock: ").contains("none.csv", "no such file");
        assertThat(server.sample).isNull();
    }

    @Test
    void shouldNotStartForAReferenceWithWrongColumns() throws IOException {
        Path reference = Files.writeString(directory.resolve("reference.csv"), "airport,flights\nJFK,1\n");

        int status = execute("sample", "flights", "--reference", reference.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("line 1", "'origin,flights,total_delay_minutes'", "'airport,flights'");
        assertThat(server.sample).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start --port 65536",
                "start --port -1",
                "start --durability sometimes",
                "start --dta x",
                "sample",
                "sample trains",
                "sample flash-sale --orders 0",
                "sample flash-sale --payments-per-second 0",
                "sample flights --seed x",
                "stop"
            })
    void shouldRefuseWhatMakesNoSense(String line) {
        int status = execute(line.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
        assertThat(server.sample).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--server localhost:1",
                "--server localhost",
                "--server ftp://localhost:1",
                "--server http:/localhost:1",
                "--server http://",
                "--server http://localhost:0",
                "--server http://localhost:65536",
                "--server http://ada:secret@localhost:1",
                "--server http://localhost:1?x",
                "--server http://localhost:1#x",
                "--server http://[::1",
                "--user ada",
                "--data log --server http://localhost:1",
                "--data log --password-stdin",
            })
    void shouldSayWhatIsWrongWithTheServerOfABackup(String options) {
        int status = execute(("backup --to x " + options).split(" "));

        assertThat(status).isEqualTo(64);
        var lines = err.toString().lines().toList();
        assertThat(lines.get(0))
                .startsWith(options.startsWith("--data") ? "--data" : options.split(" ")[0])
                .endsWith(".");
        assertThat(lines.get(1)).startsWith("Usage: ");
        assertThat(err.toString()).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "x.zip", "x.TGZ", "log/x"})
    void shouldSayWhatIsWrongWithThePlaceOfABackup(String to) {
        int status = execute("backup", "--data", "log", "--to", to);

        assertThat(status).isEqualTo(64);
        assertThat(err.toString()).startsWith("--to ").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cells",
                "cells move orders --servers localhost:1 --cells 3",
                "cells move orders main-2 --cells 3",
                "cells move orders main-2 --servers localhost:1",
                "cells move orders main-2 --servers localhost:1 --cells 0",
                "cells move orders main-2 --servers localhost:1 --cells 3 --wait 0",
                "cells move orders main-2 --servers localhost:1 --cells 3 --installation a/b",
                "cells move orders main-2 --servers localhost:1 --cells 3 --command-config nowhere.properties"
            })
    void shouldSayWhatIsWrongWithAMoveToAnotherCell(String line) {
        int status = execute(line.split(" "));

        assertThat(status).isEqualTo(64);
        assertThat(err.toString()).contains("Usage: ").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1", "HTTP://localhost:1/", "http://localhost:1/penstock/"})
    void shouldTakeAServerByItsAddressAndSayThatItDoesNotAnswer(String server) {
        int status = execute("backup", "--to", "x", "--server", server);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).startsWith("penstock: The server at ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "start --help",
                "sample --help",
                "sample flights --help",
                "cells move --help",
                "--version"
            })
    void shouldHelpWithoutStarting(String line) {
        int status = execute(line.split(" "));

        assertThat(status).isZero();
        assertThat(out.toString()).containsIgnoringCase("penstock");
        assertThat(server.sample).isNull();
    }

    private int execute(String... arguments) {
        CommandLine commandLine = PenstockMain.commandLine(server);
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private static final class RecordingServer implements Server {

        private String sample;
        private Map<String, String> properties;
        private int status;

        @Override
        public int serve(Map<String, String> given) {
            return run("none", given);
        }

        @Override
        public int run(String name, Map<String, String> given) {
            sample = name;
            properties = given;
            return status;
        }
    }
}
