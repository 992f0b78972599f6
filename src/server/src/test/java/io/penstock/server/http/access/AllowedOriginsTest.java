package io.penstock.server.http.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AllowedOriginsTest {

    @Test
    void shouldKnowItsOwnPagesByNameAndPort() {
        assertThat(AllowedOrigins.isOwn("http://localhost:8080", "localhost:8080"))
                .isTrue();
        assertThat(AllowedOrigins.isOwn("https://queues.example.com", "queues.example.com"))
                .isTrue();
        assertThat(AllowedOrigins.isOwn("http://localhost:3000", "localhost:8080"))
                .isFalse();
        assertThat(AllowedOrigins.isOwn("http://evil.example", "localhost:8080"))
                .isFalse();
        assertThat(AllowedOrigins.isOwn("null", "null")).isFalse();
    }

    @Test
    void shouldKnowTheOriginsThatAreConfigured() {
        var origins = new AllowedOrigins(List.of("https://Console.example.com", "http://[::1]:3000"));

        assertThat(origins.isConfigured("https://console.example.com")).isTrue();
        assertThat(origins.isConfigured("http://[::1]:3000")).isTrue();
        assertThat(origins.isConfigured("http://console.example.com")).isFalse();
        assertThat(origins.isConfigured("https://console.example.com.evil.example"))
                .isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoOrigin() {
        for (var wrong : List.of("*", "null", "console.example.com", "https://a/", "https://a/b", "ftp://a")) {
            assertThatThrownBy(() -> new AllowedOrigins(List.of(wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("penstock.http.allowed-origins = " + wrong + ": ");
        }
    }
}
