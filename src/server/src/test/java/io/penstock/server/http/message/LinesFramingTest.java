package io.penstock.server.http.message;

import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static org.assertj.core.api.Assertions.assertThat;

/** Bodies of lines whose end is not certain, or too far away, as bytes. */
@QuarkusTest
class LinesFramingTest {

    private static final String LINES = "Content-Type: application/x-ndjson";
    private static final String LINE = "{\"body\": \"a\"}\n";

    /** What {@code quarkus.http.limits.max-body-size} is set to. */
    private static final int LONGEST_BODY = 16 << 20;

    @TestHTTPResource("/")
    URI server;

    private RawClient client(String queue, String query, String... headers) throws IOException {
        var all = new String[headers.length + 2];
        all[0] = LINES;
        all[1] = "Connection: close";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return RawClient.connect(server).head("POST " + DESTINATIONS + "/" + queue + "/messages:batch" + query, all);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void shouldRefuseLinesThatSayThatTheyAreTooMany() throws Exception {
        String queue = declareQueue("lines");

        try (var client = client(queue, "", "Content-Length: " + (LONGEST_BODY + 1))) {
            assertThat(client.status()).startsWith("HTTP/1.1 413 ");
            assertThat(client.write(LINE).rest()).contains("body-too-large", "quarkus.http.limits.max-body-size");
        }
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldTakeNothingOfALineBeyondTheLargestBody() throws Exception {
        String queue = declareQueue("lines");
        var line = "{\"body\": \"" + "x".repeat(1_000_000) + "\"}\n";
        int fit = LONGEST_BODY / line.length();

        try (var client = client(queue, "", "Transfer-Encoding: chunked")) {
            for (int i = 0; i <= fit; i++) {
                client.write(chunk(line));
            }

            assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.write("0\r\n\r\n").rest())
                    .contains("body-too-large", "Line " + (fit + 1) + " and what follows it were not taken");
        }
        assertThat(endOffset(queue)).isEqualTo(fit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?atomic=true"})
    void shouldAnswerWithTheRefusalAloneIfNothingWasTaken(String query) throws Exception {
        String queue = declareQueue("lines");
        var blank = " ".repeat(1_000) + "\n";

        try (var client = client(queue, query, "Transfer-Encoding: chunked")) {
            for (int bytes = 0; bytes <= LONGEST_BODY; bytes += 1_001_000) {
                client.write(chunk(blank.repeat(1_000)));
            }

            assertThat(client.status()).startsWith("HTTP/1.1 413 ");
            assertThat(client.write("0\r\n\r\n").rest()).contains("application/problem+json", "body-too-large");
        }
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldAskForLinesThatWaitToBeAskedFor() throws Exception {
        String queue = declareQueue("lines");

        try (var client = client(queue, "", "Expect: 100-continue", "Content-Length: " + LINE.length())) {
            assertThat(client.status()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.status()).isEmpty();

            client.write(LINE);
            assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.rest()).contains("\"status\":201");
        }
    }

    @Test
    void shouldAnswerNoLinesWithNone() throws Exception {
        try (var client = client(declareQueue("lines"), "", "Content-Length: 0")) {
            assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.rest()).doesNotContain("status");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nhello\r\n", "-5\r\nhello\r\n", "\r\n"})
    void shouldSayThatChunksAreNone(String chunks) throws Exception {
        String queue = declareQueue("lines");

        try (var client = client(queue, "", "Transfer-Encoding: chunked").write(chunks)) {
            assertThat(client.status()).startsWith("HTTP/1.1 400 ");
            assertThat(client.rest()).contains("application/problem+json", "size in hexadecimal digits");
        }
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldSayThatNothingWasTakenFromAChunkThatIsNoneOn() throws Exception {
        String queue = declareQueue("lines");

        try (var client = client(queue, "", "Transfer-Encoding: chunked")) {
            client.write(chunk(LINE));
            assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");

            assertThat(client.write(chunk("{\"body\"")).write("zz\r\n").rest())
                    .containsSubsequence(
                            "\"status\":201", "\"status\":400", "hexadecimal", "Line 2 and what follows it");
        }
        assertThat(endOffset(queue)).isOne();
    }

    @Test
    void shouldSendNothingTogetherOfWhatIsNotWhole() throws Exception {
        String queue = declareQueue("lines");

        try (var client = client(queue, "?atomic=true", "Transfer-Encoding: chunked")) {
            client.write(chunk(LINE)).write("zz\r\n");

            assertThat(client.status()).startsWith("HTTP/1.1 400 ");
            assertThat(client.rest()).contains("application/problem+json", "hexadecimal");
        }
        assertThat(endOffset(queue)).isZero();
    }
}
