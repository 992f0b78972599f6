package io.penstock.server.http.message;

import io.penstock.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import jakarta.ws.rs.core.MultivaluedHashMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The trace of a request on its way into a message. */
class TraceContextTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static Headers sent(Map<String, List<String>> request) {
        var headers = new MultivaluedHashMap<String, String>();
        headers.putAll(request);
        return new SendParameters(new MultivaluedHashMap<>(), headers)
                .message("q", new byte[0], Instant.EPOCH)
                .headers();
    }

    @Test
    void shouldHandTheTraceOfTheRequestOn() {
        var headers = sent(
                Map.of("traceparent", List.of(PARENT), "tracestate", List.of("a=1", "b=2"), "other", List.of("x")));

        assertThat(headers.names()).containsExactlyInAnyOrder("traceparent", "tracestate");
        assertThat(headers.get("traceparent")).isEqualTo(PARENT);
        assertThat(headers.get("tracestate")).isEqualTo("a=1,b=2");
    }

    @Test
    void shouldPreferTheTraceThatIsSetForTheMessage() {
        var own = PARENT.replace("b7ad", "0000");

        var headers = sent(Map.of("traceparent", List.of(PARENT), "penstock-header-traceparent", List.of(own)));

        assertThat(headers.get("traceparent")).isEqualTo(own);
    }

    @Test
    void shouldTakeWhatLaterVersionsAdd() {
        var later = "01" + PARENT.substring(2) + "-what-they-add";

        assertThat(sent(Map.of("traceparent", List.of(later))).get("traceparent"))
                .isEqualTo(later);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-a\nb"
            })
    void shouldIgnoreATraceThatIsMalformed(String parent) {
        assertThat(sent(Map.of("traceparent", List.of(parent), "tracestate", List.of("a=1"))))
                .isEmpty();
    }

    @Test
    void shouldIgnoreTwoParentsAndAStateThatIsTooLong() {
        assertThat(sent(Map.of("traceparent", List.of(PARENT, PARENT)))).isEmpty();
        assertThat(sent(Map.of("traceparent", List.of(PARENT), "tracestate", List.of("a=" + "1".repeat(511))))
                        .names())
                .containsExactly("traceparent");
    }
}
