package io.penstock.server.cli;

import io.penstock.PenstockException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

import java.net.BindException;

import static org.assertj.core.api.Assertions.assertThat;

class StartFailureTest {

    @Test
    void shouldNameThePortThatIsInUse() {
        var failure = new RuntimeException(
                "Unable to start HTTP server",
                new QuarkusBindException("0.0.0.0", 8080, new BindException("Address already in use")));

        assertThat(ServerStartFailure.describe(failure))
                .isEqualTo(
                        "Port 8080 is in use by another process." + " Stop that, or choose another port with --port.");
    }

    @Test
    void shouldSayWhatPenstockSaysInOneLine() {
        var failure = new RuntimeException(new PenstockException.StorageUnusable("It is locked.\n  Stop the other."));

        assertThat(ServerStartFailure.describe(failure)).isEqualTo("It is locked. Stop the other.");
        assertThat(ServerStartFailure.describe(new RuntimeException(new ConfigurationException("Wrong."))))
                .isEqualTo("Wrong.");
    }

    @Test
    void shouldShowTheStackTraceOfWhatIsUnexpected() {
        assertThat(ServerStartFailure.describe(new IllegalStateException("surprise")))
                .contains("surprise", getClass().getName());
    }
}
