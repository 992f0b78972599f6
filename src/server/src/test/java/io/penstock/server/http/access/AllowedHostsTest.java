package io.penstock.server.http.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AllowedHostsTest {

    @Test
    void shouldAllowThisMachineAndTheAddressThatTheServerIsBoundTo() {
        var hosts = new AllowedHosts("10.0.0.7", List.of());

        assertThat(List.of("localhost", "LOCALHOST", "127.0.0.1", "::1", "[::1]", "10.0.0.7"))
                .allMatch(hosts::allow);
        assertThat(List.of("evil.example", "localhost.evil.example", "10.0.0.8", "localhost.", ""))
                .noneMatch(hosts::allow);
    }

    @Test
    void shouldAllowAnyAddressButNoNameIfItIsBoundToAll() {
        var hosts = new AllowedHosts("0.0.0.0", List.of());

        assertThat(List.of("10.0.0.8", "192.168.1.1", "fe80::1")).allMatch(hosts::allow);
        assertThat(List.of("evil.example", "10.0.0.8.evil.example", "1e3.2")).noneMatch(hosts::allow);
    }

    @Test
    void shouldAllowWhatIsConfigured() {
        var hosts = new AllowedHosts("localhost", List.of("Queues.example.com", ".svc"));

        assertThat(List.of("queues.example.com", "penstock.queues.svc")).allMatch(hosts::allow);
        assertThat(List.of("a.queues.example.com", "svc", "evilsvc")).noneMatch(hosts::allow);
        assertThat(new AllowedHosts("localhost", List.of("*")).allow("evil.example"))
                .isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoHost() {
        for (var wrong : List.of("http://a", "a:8080", "a b", "", "*.example.com")) {
            assertThatThrownBy(() -> new AllowedHosts("localhost", List.of(wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("penstock.http.allowed-hosts = " + wrong + ": ");
        }
    }
}
