package io.penstock.server.cli;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** How the server begins and ends, and what it says when it cannot. */
class StartIT {

    private static final int SIGTERM = 143;

    @TempDir
    Path directory;

    @Test
    void shouldEndOrderlyOnSigterm() throws Exception {
        try (var process = start("--port", "0")) {
            awaitListening(process);

            process.terminate();

            assertThat(process.exitStatus()).isEqualTo(SIGTERM);
            assertThat(process.out()).doesNotContain("ERROR", "already registered");
        }
    }

    @Test
    void shouldSayInOneLineThatItIsOpenToThisMachine() throws Exception {
        try (var process = start("--port", "0")) {
            awaitListening(process);

            assertThat(process.out().lines().filter(line -> line.contains("Open to everybody on this machine")))
                    .hasSize(1);
        }
    }

    @Test
    void shouldBeOpenToANetworkIfThatIsWantedAndSaySoInOneLine() throws Exception {
        var wanted = Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "PENSTOCK_SECURITY_OPEN", "true");
        try (var process = PenstockProcess.serve(directory, wanted)) {
            awaitListening(process);

            assertThat(process.out().lines().filter(line -> line.contains("Open to everybody who can reach")))
                    .hasSize(1);
        }
    }

    @Test
    void shouldSayInOneLineThatThePortIsInUse() throws Exception {
        try (var occupied = new ServerSocket(0);
                var process = start("--port", Integer.toString(occupied.getLocalPort()))) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err())
                    .hasLineCount(1)
                    .contains("Port " + occupied.getLocalPort() + " is in use", "--port");
            assertThat(process.out()).doesNotContain("Exception", "ERROR");
        }
    }

    @Test
    void shouldSayInOneLineThatAnotherProcessHasTheDataDirectory() throws Exception {
        try (var first = start("--port", "0")) {
            awaitListening(first);
            try (var second = start("--port", "0")) {
                assertThat(second.exitStatus()).isEqualTo(1);
                assertThat(second.err()).hasLineCount(1).contains(data());
                assertThat(second.out()).doesNotContain("Exception", "ERROR");
            }
        }
    }

    @Test
    void shouldSayInOneLineThatTheDataDirectoryIsNoDirectory() throws Exception {
        Files.writeString(Path.of(data()), "a file");

        try (var process = start("--port", "0")) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).hasLineCount(1).contains(data());
            assertThat(process.out()).doesNotContain("Exception", "ERROR");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Dpenstock.durability=x | penstock: quarkus.penstock.durability = x: choose sync, os or memory.",
                "-Dquarkus.http.port=a | penstock: quarkus.http.port = a: Expected an integer value, got \"a\".",
                "-Dpenstock.http.max-bodies=0 | penstock: penstock.http.max-bodies = 0: choose",
                "-Dpenstock.backup.directory=/dev/null | penstock: penstock.backup.directory = /dev/null: this is no",
                "-Dpenstock.backup.directory=/nowhere | penstock: penstock.backup.directory = /nowhere: there is no such",
                "-Dpenstock.backup.max-rate=1 | penstock: penstock.backup.max-rate = 1: choose 1M to",
                "-Dpenstock.metrics.limit=-1 | penstock: Penstock cannot start: quarkus.penstock.metrics.limit = -1:",
                "-Dquarkus.http.host=0.0.0.0 | penstock: quarkus.http.host = 0.0.0.0: the server would be open to everybody",
                "-Dpenstock.http.allowed-hosts=http://a | penstock: penstock.http.allowed-hosts = http://a: use names",
                "-Dpenstock.http.allowed-origins=* | penstock: penstock.http.allowed-origins = *: use scheme, host",
                "-Dquarkus.http.host=nowhere.invalid | penstock: quarkus.http.host = nowhere.invalid: no host",
            })
    void shouldSayInOneLineWhatIsWrongWithASetting(String option, String wanted) throws Exception {
        var options = Map.of("PENSTOCK_JAVA_OPTS", "-XX:TieredStopAtLevel=1 " + option);
        try (var process = PenstockProcess.start(directory, options, "start", "--data", data())) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).hasLineCount(1).startsWith(wanted);
            assertThat(process.out()).doesNotContain("Exception", "ERROR", "HHH");
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private PenstockProcess start(String... options) throws IOException {
        var arguments = new String[options.length + 3];
        System.arraycopy(new String[] {"start", "--data", data()}, 0, arguments, 0, 3);
        System.arraycopy(options, 0, arguments, 3, options.length);
        return PenstockProcess.start(directory, arguments);
    }

    private static void awaitListening(PenstockProcess process) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> process.out().contains("Listening on") || !process.isAlive());
        assertThat(process.isAlive()).as(process.out() + process.err()).isTrue();
    }
}
