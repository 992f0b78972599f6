package io.penstock.server.cli;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The commands of the documents run from the first to the last, as a reader types them. What the server refuses has a
 * comment that begins with the status.
 */
class DocCommandsIT {

    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final String DOCUMENTED = "http://localhost:8080";
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ANNOUNCED = Pattern.compile("# ([45]\\d\\d)\\b");
    private static final Pattern ANSWERED = Pattern.compile("^HTTP (\\d{3}) ", Pattern.MULTILINE);
    private static final long PATIENCE_SECONDS = 180;

    /** Says the status of each request, and ends each answer with a line break. */
    private static final String CURL = """
            curl() { command curl -sS -w '\\n%{stderr}HTTP %{http_code} %{url_effective}\\n' "$@"; }
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"http.md, 60", "http-consuming.md, 15", "http-overview.md, 8"})
    void shouldRunFromTheFirstToTheLast(String page, int least) throws Exception {
        assumeTrue(System.getenv("CI") != null || isThere("curl"), "there is no curl here");
        var backups = Files.createDirectory(directory.resolve("backups"));
        try (var process = PenstockProcess.serve(directory, Map.of("PENSTOCK_BACKUP_DIRECTORY", backups.toString()))) {
            var commands = commands(page, process.address());
            var out = directory.resolve("commands.out");
            var err = directory.resolve("commands.err");

            run(commands, out, err);

            var said = Files.readString(err);
            var answered = found(ANSWERED, said);
            assertThat(answered).as(said).hasSizeGreaterThan(least).doesNotContain("000");
            assertThat(answered.stream().filter(status -> status.compareTo("400") >= 0))
                    .as(said + Files.readString(out))
                    .containsExactlyElementsOf(found(ANNOUNCED, commands));
            assertThat(Files.readAllLines(out))
                    .as("what is taken is there")
                    .doesNotContain("{\"deliveries\":[]}", "[]")
                    .isNotEmpty();
        }
    }

    private static boolean isThere(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private static String commands(String page, URI server) throws IOException {
        return COMMANDS.matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"))
                .replace(DOCUMENTED, server.toString());
    }

    private void run(String commands, Path out, Path err) throws Exception {
        var script = Files.writeString(directory.resolve("commands.sh"), CURL + commands);
        var shell = new ProcessBuilder("sh", script.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
