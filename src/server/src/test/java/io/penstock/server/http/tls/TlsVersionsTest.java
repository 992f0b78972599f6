package io.penstock.server.http.tls;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TlsVersionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1", "TLSv9"})
    void shouldRefuseWhatIsBrokenOrUnknown(String version) {
        assertThatThrownBy(() -> TlsVersions.requireSafe(Set.of("TLSv1.3", version)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quarkus.tls.protocols")
                .hasMessageContaining(" names " + version + ":");
    }

    @Test
    void shouldTakeWhatIsSafe() {
        assertThatCode(() -> TlsVersions.requireSafe(Set.of("TLSv1.2", "TLSv1.3")))
                .doesNotThrowAnyException();
    }
}
