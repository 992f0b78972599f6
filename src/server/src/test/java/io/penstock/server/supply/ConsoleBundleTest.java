package io.penstock.server.supply;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the build makes of the console: small, complete, and from nowhere else. */
class ConsoleBundleTest {

    private static final Path RESOURCES = Path.of("../console/target/classes/META-INF/resources");

    /** What a browser fetches before it shows the first page, compressed. */
    private static final int FIRST_LOAD_BYTES = 500 * 1024;

    /** What the page names, and what a script imports before it runs. */
    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private static final Pattern IMPORTED = Pattern.compile("(?:from|import)\\s*\"\\./([^\"]+)\"");

    /** The first page, whose script is fetched when its address is known. */
    private static final Pattern FIRST_PAGE = Pattern.compile("overview-[A-Z0-9]{8}\\.js");

    private static final Pattern ADDRESS = Pattern.compile("(?:https?|wss?):?//[^\"'`)\\s]+|[\"'`(]//[\\w.-]+\\.\\w+");

    /** The name of a vocabulary, which nobody fetches. */
    private static final Set<String> NAMES = Set.of("http://www.w3.org/2000/svg");

    @Test
    void shouldFetchLittleBeforeItShowsTheFirstPage() throws IOException {
        var files = new LinkedHashSet<Path>();
        files.add(RESOURCES.resolve("index.html"));
        named(text(RESOURCES.resolve("index.html")), NAMED, RESOURCES).forEach(file -> collect(file, files));
        files().filter(file -> FIRST_PAGE.matcher(file.getFileName().toString()).matches())
                .forEach(file -> collect(file, files));

        assertThat(files).hasSizeGreaterThan(4);
        assertThat(files.stream().mapToInt(ConsoleBundleTest::compressed).sum()).isLessThan(FIRST_LOAD_BYTES);
    }

    @Test
    void shouldNameFilesThatAreThere() throws IOException {
        var page = text(RESOURCES.resolve("index.html"));

        assertThat(named(page, NAMED, RESOURCES))
                .hasSize(3)
                .allSatisfy(file -> assertThat(file).exists());
        assertThat(page)
                .containsPattern("console/main-[A-Z0-9]{8}\\.js")
                .containsPattern("console/console-[A-Z0-9]{8}\\.css");
        assertThat(files().filter(file -> file.toString().endsWith(".js")).toList())
                .allSatisfy(file -> assertThat(named(text(file), IMPORTED, file.getParent()))
                        .allSatisfy(imported -> assertThat(imported).exists()));
    }

    @Test
    void shouldNameNoOtherHost() {
        assertThat(files().toList())
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        file -> assertThat(ADDRESS.matcher(text(file)).results().map(found -> found.group()))
                                .as(file.toString())
                                .isSubsetOf(NAMES));
    }

    private static void collect(Path file, Set<Path> files) {
        if (files.add(file) && file.toString().endsWith(".js")) {
            named(text(file), IMPORTED, file.getParent()).forEach(imported -> collect(imported, files));
        }
    }

    private static List<Path> named(String text, Pattern pattern, Path folder) {
        return pattern.matcher(text)
                .results()
                .map(found -> folder.resolve(found.group(1)))
                .toList();
    }

    private static Stream<Path> files() {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int compressed(Path file) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            Files.copy(file, gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
