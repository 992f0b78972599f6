package io.penstock.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged server where it may write to its data directory and to one for temporary files, and nowhere else: as in a
 * container with a read-only root file system. Where this process may mount (it is root, with a name space of its own),
 * everything else is read-only indeed. Elsewhere the places that programs like to write to are looked at: the home, the
 * working directory, and where the server is installed.
 */
class ReadOnlyRootIT {

    /** Binds the two directories to themselves, so that they are mounts of their own, and makes the rest read-only. */
    private static final String READ_ONLY = "mount --make-rprivate / && mount --bind \"$1\" \"$1\""
            + " && mount --bind \"$2\" \"$2\" && mount -o remount,ro,bind / && shift 2 && exec \"$@\"";

    private static final Path INSTALLED =
            Path.of("../server/target/quarkus-app").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Path data;
    private Path temporary;
    private Path home;

    private List<String> prefix() throws IOException, InterruptedException {
        var prefix = List.of("unshare", "-m", "sh", "-c", READ_ONLY, "sh", data.toString(), temporary.toString());
        var trial = new ArrayList<>(prefix);
        // Succeeds only where the rest is read-only.
        trial.addAll(List.of(
                "sh", "-c", "! touch \"$0\" 2>/dev/null", home.resolve("trial").toString()));
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0 ? prefix : List.of();
        } catch (IOException noUnshare) {
            return List.of();
        }
    }

    private ProcessBuilder confined(ProcessBuilder server, List<String> prefix) {
        var command = new ArrayList<>(prefix);
        command.addAll(server.command());
        command.addAll(command.indexOf("-jar"), List.of("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + home));
        server.environment().put("HOME", home.toString());
        return server.command(command).directory(home.toFile());
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file) + " " + file.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldWriteToItsDataAndTemporaryFilesAlone() throws Exception {
        data = Files.createDirectory(directory.resolve("data"));
        temporary = Files.createDirectory(directory.resolve("tmp"));
        home = Files.createDirectory(directory.resolve("home"));
        var prefix = prefix();
        var installed = files(INSTALLED);

        try (var server = ServerProcess.start(data, builder -> confined(builder, prefix))) {
            assertThat(server.put("/api/v1/destinations/orders", "{\"kind\": \"QUEUE\"}")
                            .statusCode())
                    .isEqualTo(201);
            server.send("orders", "k", "x".repeat(500_000));
            assertThat(server.getJson("/api/v1/destinations/orders/messages").get("messages"))
                    .hasSize(1);
            assertThat(server.get("/q/metrics").statusCode()).isEqualTo(200);
            assertThat(server.get("/q/openapi").statusCode()).isEqualTo(200);
            assertThat(server.stop()).isEqualTo(143);

            assertThat(server.log())
                    .noneMatch(line -> line.contains("Read-only file system")
                            || line.contains("ERROR")
                            || line.contains("Exception"));
        }
        try (var server = ServerProcess.start(data, builder -> confined(builder, prefix))) {
            assertThat(server.getJson("/api/v1/destinations/orders/messages").get("messages"))
                    .as("after a restart")
                    .hasSize(1);
        }

        assertThat(files(home)).as("home and working directory").isEmpty();
        assertThat(files(INSTALLED)).as("where it is installed").isEqualTo(installed);
        assertThat(files(data)).as("the data").isNotEmpty();
    }
}
