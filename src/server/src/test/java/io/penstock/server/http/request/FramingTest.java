package io.penstock.server.http.request;

import io.penstock.server.http.LogCapture;
import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.messagesOf;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests of which it is not certain where they end, as bytes. */
@QuarkusTest
class FramingTest {

    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    @TestHTTPResource("/")
    URI server;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: x",
                "Transfer-Encoding: x\r\nContent-Length: 5",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, x",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: -1",
                "Content-Length: five"
            })
    void shouldRefuseABodyThatEndsNobodyKnowsWhere(String headers) throws Exception {
        String queue = declareQueue("framing");

        try (var client = RawClient.connect(server)) {
            client.head("POST " + messagesOf(queue), headers).write(CHUNKS);

            assertThat(client.status()).startsWith("HTTP/1.1 400 ");
            assertThat(client.rest()).as("one answer, then the end").doesNotContain("HTTP/1.1 2", "HTTP/1.1 4");
        }
        assertThat(endOffset(queue)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nhello\r\n", "-5\r\nhello\r\n", "\r\n", "5\r\nhello!!", "fffffffffffffffff\r\nhello"})
    void shouldSayThatChunksAreNone(String chunks) throws Exception {
        String queue = declareQueue("framing");

        try (var log = LogCapture.open();
                var client = RawClient.connect(server)) {
            client.head("POST " + messagesOf(queue), "Transfer-Encoding: chunked")
                    .write(chunks);

            assertThat(client.status()).startsWith("HTTP/1.1 400 ");
            assertThat(client.rest())
                    .contains("application/problem+json", "malformed-request", "size in hexadecimal digits");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(endOffset(queue)).isZero();
    }

    @Test
    void shouldTakeChunks() throws Exception {
        String queue = declareQueue("framing");

        try (var client = RawClient.connect(server)) {
            client.head("POST " + messagesOf(queue), "Transfer-Encoding: chunked")
                    .write(CHUNKS);

            assertThat(client.status()).isEqualTo("HTTP/1.1 201 Created");
        }
        assertThat(endOffset(queue)).isOne();
    }

    @Test
    void shouldAskForABodyThatWaitsToBeAskedFor() throws Exception {
        String queue = declareQueue("framing");

        try (var client = RawClient.connect(server)) {
            client.head("POST " + messagesOf(queue), "Expect: 100-continue", "Content-Length: 5");
            assertThat(client.status()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.status()).isEmpty();

            client.write("hello");
            assertThat(client.status()).isEqualTo("HTTP/1.1 201 Created");
        }
    }

    @Test
    void shouldCutOffChunksThatNeverEnd() throws Exception {
        String queue = declareQueue("framing");

        try (var client = RawClient.connect(server)) {
            client.head("POST " + messagesOf(queue), "Transfer-Encoding: chunked");

            assertThat(bytesUntilCutOff(client)).isLessThan(64L << 20);
        }
        assertThat(endOffset(queue)).isZero();
    }

    /** The sockets of both sides hold some of them. */
    private static long bytesUntilCutOff(RawClient client) {
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        long written = 0;
        try {
            while (written < 1L << 30) {
                client.write(chunk);
                written += 0x10000;
            }
        } catch (IOException e) {
            return written;
        }
        return written;
    }
}
