package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.RawClient;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request with values from the edges, as bytes that nobody has checked.
 *
 * @param headers each a whole line; a char is a byte
 * @param edge the name of the only value that is unusual; null if there are several
 */
record EdgeRequest(String method, String target, List<String> headers, String body, String edge) {

    /** Names of classes are no business of a client, but for the example of what can be given. */
    private static final String ADVICE = "such as java.io.IOException.";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is called otherwise in a sentence. */
    private static final Map<String, String> OTHER_WORDS = Map.of(
            "deliver-at", "delivered at",
            "delay", "delivered at",
            "destination", "dead-letter queue",
            "headers", "header ",
            "kind", "exchange",
            "routes", "dead-letter queue",
            "routing-key", "routing key");

    /** What the HTTP layer may refuse by itself, without a body: a line, or headers, of more than this. */
    private static final int LARGE = 4_000;

    /** Sends it, and requires an answer that a client can do something with. */
    int send(URI server) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        try (var client = RawClient.connect(server)) {
            var lines = new ArrayList<>(headers);
            lines.add("Connection: close");
            lines.add("Content-Length: " + bytes.length);
            client.head(method + " " + target, lines.toArray(String[]::new))
                    .write(new String(bytes, StandardCharsets.ISO_8859_1));
            String status = client.status();
            String rest = client.rest();
            assertThat(status).as("%s: %s", this, rest).matches("HTTP/1.[01] [24].*");
            int code = Integer.parseInt(status.substring(9, 12));
            if (code >= 400) {
                String head = rest.substring(0, rest.indexOf("\r\n\r\n"));
                String answer = rest.substring(head.length() + 4);
                boolean isInPieces = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
                requireProblem(code, isInPieces ? withoutLengths(answer) : answer);
            }
            return code;
        }
    }

    /** An answer that comes in pieces has a line with the length before each, and a last one of none. */
    private static String withoutLengths(String pieces) {
        return pieces.replaceAll("(?:^|\\r\\n)[0-9a-fA-F]+\\r\\n", "").strip();
    }

    private void requireProblem(int status, String answer) throws IOException {
        if (answer.isEmpty() && (status == 414 || status == 431 || isForTheHttpLayer())) {
            return;
        }
        JsonNode problem = JSON.readTree(answer);
        assertThat(problem.path("status").asInt()).as("%s: %s", this, answer).isEqualTo(status);
        assertThat(problem.path("title").asText()).as("%s: %s", this, answer).isNotBlank();
        String detail = problem.path("detail").asText();
        assertThat(detail.replace(ADVICE, ""))
                .as("%s: %s", this, answer)
                .isNotBlank()
                .doesNotContain("io.penstock.", "java.");
        if (edge != null && status == 400) {
            String said = detail.toLowerCase(Locale.ROOT);
            String name = edge.toLowerCase(Locale.ROOT);
            // A field such as timeToLive may be the time to live.
            assertThat(said.contains(name)
                            || said.replaceAll("[ -]", "").contains(name.replace("-", ""))
                            || said.contains(OTHER_WORDS.getOrDefault(edge, name)))
                    .as("names '%s': %s: %s", edge, this, answer)
                    .isTrue();
        }
    }

    private boolean isForTheHttpLayer() {
        return target.length() > LARGE
                || headers.stream()
                        .anyMatch(line -> line.length() > LARGE
                                || line.chars().anyMatch(c -> c < ' ' || c == 0x7F)
                                || !line.matches("(?s)[!#$%&'*+.^_`|~0-9A-Za-z-]+:.*"));
    }

    @Override
    public String toString() {
        return cut(method + " " + target) + " " + cut(headers.toString()) + " " + cut(String.valueOf(body)) + ", edge "
                + edge;
    }

    private static String cut(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "... (" + text.length() + ")";
    }
}
