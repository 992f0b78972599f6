package io.penstock.connector.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.spi.EngineMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import static org.assertj.core.api.Assertions.assertThat;

class FirstAttemptsTest {

    @TempDir
    Path directory;

    private FirstAttempts attempts;

    @BeforeEach
    void start() {
        if (attempts != null) {
            attempts.close();
        }
        attempts = new FirstAttempts();
        attempts.keepIn(directory);
    }

    private static SpanContext span(int number) {
        return SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                String.format(java.util.Locale.ROOT, "%016x", number),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    /** A delivery of a message with that id. */
    private static Delivery delivery(String id) {
        var message = EngineMessage.copyOf(Message.to("orders").id(id).body("x").build())
                .build();
        return (Delivery) Proxy.newProxyInstance(
                Delivery.class.getClassLoader(), new Class<?>[] {Delivery.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "message" -> message;
                        case "subscription" -> "a subscription";
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private String spanOf(String id) {
        var span = attempts.of(delivery(id));
        return span == null ? null : span.getSpanId();
    }

    @Test
    void shouldKnowTheFirstAttemptAfterARestart() {
        attempts.failed(delivery("a b\n€"), span(1));
        attempts.failed(delivery("a b\n€"), span(2));
        attempts.failed(delivery("accepted"), span(3));
        attempts.accepted(delivery("accepted"));

        start();

        assertThat(spanOf("a b\n€")).isEqualTo("0000000000000001");
        assertThat(attempts.of(delivery("a b\n€")).isSampled()).isTrue();
        assertThat(spanOf("accepted")).isNull();
    }

    @Test
    void shouldKnowTheFirstAttemptAfterAProcessWasKilled() throws IOException {
        attempts.failed(delivery("a"), span(1));
        attempts.failed(delivery("b"), span(2));
        var file = directory.resolve(AttemptFile.NAME);
        Files.writeString(file, "+ 0af7651916cd43dd", StandardOpenOption.APPEND);

        attempts = new FirstAttempts();
        attempts.keepIn(directory);
        attempts.failed(delivery("c"), span(3));
        start();

        assertThat(spanOf("a")).isEqualTo("0000000000000001");
        assertThat(spanOf("b")).isEqualTo("0000000000000002");
        assertThat(spanOf("c")).isEqualTo("0000000000000003");
    }

    @Test
    void shouldNotGrowForEver() throws IOException {
        for (int i = 1; i < AttemptFile.MAX_CHANGES; i++) {
            attempts.failed(delivery("m" + i), span(i));
        }
        long before = Files.size(directory.resolve(AttemptFile.NAME));
        attempts.failed(delivery("last"), span(AttemptFile.MAX_CHANGES));

        assertThat(Files.size(directory.resolve(AttemptFile.NAME))).isLessThan(before / 2);
        start();
        assertThat(spanOf("last")).isNotNull();
        assertThat(spanOf("m" + (AttemptFile.MAX_CHANGES - 1))).isNotNull();
        assertThat(spanOf("m1")).as("the oldest is forgotten").isNull();
    }

    @Test
    void shouldGoOnWithoutAFileThatCannotBeWritten() throws IOException {
        Files.delete(directory.resolve(AttemptFile.NAME));
        Files.createDirectories(directory.resolve(AttemptFile.NAME).resolve("in the way"));

        start();
        attempts.failed(delivery("a"), span(1));

        assertThat(spanOf("a")).isEqualTo("0000000000000001");
    }
}
