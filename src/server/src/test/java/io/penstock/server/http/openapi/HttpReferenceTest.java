package io.penstock.server.http.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The page of the HTTP reference says what the server says of itself. */
@QuarkusTest
class HttpReferenceTest {

    private static final Path PAGE = Path.of("../../docs/http-reference.md");
    private static final Path WRITTEN = Path.of("target/http-reference.md");

    @Test
    void shouldWriteThePageFromTheDescription() throws IOException {
        var document = new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());

        Files.writeString(WRITTEN, HttpReference.of(document));

        assertThat(PAGE)
                .as("the page is not as the description of the API: copy src/server/" + WRITTEN + " over it")
                .hasSameTextualContentAs(WRITTEN);
        assertThat(PAGE)
                .content()
                .as("a status 201 of an answer that has nothing")
                .doesNotContainPattern("\\| 201 \\| [^|]* \\|  \\|");
    }
}
