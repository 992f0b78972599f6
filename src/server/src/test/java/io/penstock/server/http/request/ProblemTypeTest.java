package io.penstock.server.http.request;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTypeTest {

    private static final Path PAGE = Path.of("../../docs/http.md");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*`) \\| ([0-9, ]+) \\|.*\\|$");
    private static final Pattern TYPE = Pattern.compile("`([a-z:-]+)`");

    @Test
    void shouldBeDocumentedWithItsStatus() throws IOException {
        var lines = Files.readAllLines(PAGE);
        List<String> documented = new ArrayList<>();
        for (var line : lines.subList(lines.indexOf("## Problems"), lines.size())) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                TYPE.matcher(row.group(1))
                        .results()
                        .forEach(type -> documented.add(type.group(1) + " " + row.group(2)));
            }
        }
        documented.removeIf(type -> type.startsWith("about:blank "));

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemType.values())
                        .map(type -> type.uri().substring(type.uri().lastIndexOf(':') + 1) + " " + type.status())
                        .toList());
    }
}
