package io.penstock.server.cli;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

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
            assertThat(process.out()).doesNotContain("ERROR");
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
                .atMost(Duration.ofSeconds(30))
                .until(() -> process.out().contains("Listening on") || !process.isAlive());
        assertThat(process.isAlive()).as(process.out() + process.err()).isTrue();
    }
}
