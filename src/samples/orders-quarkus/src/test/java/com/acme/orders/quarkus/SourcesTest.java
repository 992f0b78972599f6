package com.acme.orders.quarkus;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The point of this application. */
class SourcesTest {

    @Test
    void shouldNotKnowTheirProvider() throws IOException {
        try (var files = Files.walk(Path.of("..", "orders-beans", "src", "main", "java"))) {
            var sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(5);
            for (var source : sources) {
                assertThat(Files.readString(source)).doesNotContainIgnoringCase("penstock");
            }
        }
    }
}
