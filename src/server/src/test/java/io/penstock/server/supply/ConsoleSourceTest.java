package io.penstock.server.supply;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules for the sources of the console. */
class ConsoleSourceTest {

    private static final Path WEB = Path.of("../console/web");

    private static final int LONGEST_FILE = 300;

    /** What would show somebody else's text as something else than text, or run it. */
    private static final Pattern UNSAFE = Pattern.compile(
            "unsafe(HTML|SVG|CSS|Static)|(inner|outer)HTML|insertAdjacentHTML|document\\.write|\\beval\\(");

    /** What the content security policy does not let a browser do. */
    private static final Pattern FORBIDDEN = Pattern.compile("\\sstyle=|styleMap|<style|javascript:|\\son[a-z]+=\"");

    @Test
    void shouldShowWhatOthersWroteAsTextOnly() throws IOException {
        assertThat(linesWith(UNSAFE)).isEmpty();
    }

    @Test
    void shouldDoNothingThatItsPolicyForbids() throws IOException {
        assertThat(linesWith(FORBIDDEN)).isEmpty();
    }

    @Test
    void shouldKeepFilesShort() throws IOException {
        assertThat(sources())
                .hasSizeGreaterThan(20)
                .allSatisfy(file -> assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(LONGEST_FILE));
    }

    private static List<String> linesWith(Pattern pattern) throws IOException {
        var found = new ArrayList<String>();
        for (var file : sources()) {
            for (var line : Files.readAllLines(file)) {
                if (pattern.matcher(line).find()) {
                    found.add(file + ": " + line.strip());
                }
            }
        }
        return found;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
