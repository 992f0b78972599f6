package io.penstock.connector;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The table in docs/connector.md names a test for each of the points that a connector is expected to have. */
class ChecklistTest {

    private static final int POINTS = 24;
    private static final Path ROOT = Path.of("../..");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|");

    /** One or more tests with the module that they are in, which stands behind them unless it is this one. */
    private static final Pattern NAMES = Pattern.compile("`(\\w+Test)`");

    private static Map<Integer, String> rows() throws IOException {
        var text = Files.readString(ROOT.resolve("docs/connector.md"));
        return ROW.matcher(text)
                .results()
                .collect(Collectors.toMap(row -> Integer.parseInt(row.group(1)), row -> row.group(3)));
    }

    private static List<String> testsOf(String cell) {
        return NAMES.matcher(cell).results().map(name -> name.group(1)).toList();
    }

    private static List<String> existing(String module) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
        }
    }

    @Test
    void shouldNameATestForEachPoint() throws IOException {
        var rows = rows();

        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, POINTS).boxed().toList());
        assertThat(rows).allSatisfy((point, cell) -> assertThat(testsOf(cell)).isNotEmpty());
    }

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        var here = existing("src/connector");
        var deployment = existing("deployment");

        rows().values()
                .forEach(cell -> assertThat(testsOf(cell)).allSatisfy(name -> {
                    boolean isElsewhere = cell.matches(".*`" + name + "`( and `\\w+`)? \\(deployment\\).*");
                    assertThat(isElsewhere ? deployment : here).contains(name);
                }));
    }
}
