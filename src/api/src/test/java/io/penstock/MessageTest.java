package io.penstock;

import io.penstock.spi.EngineMessage;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class MessageTest {

    @Test
    void shouldCopyEverythingToAnotherDestination() {
        var at = Instant.parse("2026-01-01T00:00:00Z");
        var message = Message.to("a")
                .key("k")
                .body("b")
                .header("h", "v")
                .id("i")
                .timestamp(at)
                .deliverAt(at.plusSeconds(1))
                .durability(Durability.OS)
                .priority(7)
                .expiresAt(at.plusSeconds(9))
                .build();

        var copy = message.copyTo("c").header("h2", "v2").build();

        assertThat(copy.destination()).isEqualTo("c");
        assertThat(copy.keyText()).isEqualTo("k");
        assertThat(copy.bodyText()).isEqualTo("b");
        assertThat(copy.headers().names()).containsExactly("h", "h2");
        assertThat(copy.id()).isEqualTo("i");
        assertThat(copy.timestamp()).isEqualTo(at);
        assertThat(copy.deliverAt()).contains(at.plusSeconds(1));
        assertThat(copy.durability()).contains(Durability.OS);
        assertThat(copy.priority()).isEqualTo(7);
        assertThat(copy.expiresAt()).contains(at.plusSeconds(9));
        assertThat(copy.isIdGenerated()).isFalse();
        assertThat(message.headers().names()).as("the original").containsExactly("h");
    }

    @Test
    void shouldExpireInOneWayOnly() {
        var at = Instant.parse("2026-01-01T00:00:00Z");
        var lasting =
                Message.to("a").expiresAt(at).timeToLive(Duration.ofSeconds(3)).build();
        assertThat(lasting.expiresAt()).isEmpty();
        assertThat(lasting.copy().build().timeToLive()).contains(Duration.ofSeconds(3));
        var ending = lasting.copy().expiresAt(at).build();
        assertThat(ending.expiresAt()).contains(at);
        assertThat(ending.timeToLive()).isEmpty();
        assertThat(ending.priority()).isEqualTo(Message.DEFAULT_PRIORITY);
    }

    @Test
    void shouldRememberThatAnIdWasGenerated() {
        var message = EngineMessage.to("a").generatedId("x").build();
        assertThat(message.copyTo("b").build().isIdGenerated()).isTrue();
        assertThat(message.copy().id("y").build().isIdGenerated()).isFalse();
    }

    @Test
    void shouldDoWithoutKeyAndBody() {
        var message = Message.to("a").key((String) null).body((String) null).build();

        assertThat(message.key()).isNull();
        assertThat(message.keyText()).isNull();
        assertThat(message.body()).isNull();
        assertThat(message.bodyText()).isNull();
        assertThat(message.headers()).isEmpty();
        assertThat(message.deliverAt()).isEmpty();
        assertThat(message.toString()).contains("body=none");
    }

    @Test
    void shouldReplaceHeadersAndKeepTheirOrder() {
        var headers = Headers.builder()
                .set("a", "1")
                .set("b", "2")
                .set("a", "3")
                .remove("missing")
                .build();

        assertThat(headers.names()).containsExactly("a", "b");
        assertThat(headers.get("a")).isEqualTo("3");
        assertThat(headers.get("none")).isNull();
        assertThat(headers)
                .isEqualTo(Headers.builder().set("a", "3").set("b", "2").build());
        assertThat(headers)
                .isNotEqualTo(Headers.builder().set("b", "2").set("a", "3").build());
        assertThat(headers.hashCode())
                .isEqualTo(Headers.builder().set("a", "3").set("b", "2").build().hashCode());
        assertThat(Headers.builder().build()).isSameAs(Headers.empty());
    }

    @Test
    void shouldNotChangeHeadersThatWereBuilt() {
        var builder = Headers.builder().set("a", "1");
        var before = builder.build();

        builder.set("b", "2").remove("a");

        assertThat(before.names()).containsExactly("a");
        assertThat(builder.build().names()).containsExactly("b");
    }
}
