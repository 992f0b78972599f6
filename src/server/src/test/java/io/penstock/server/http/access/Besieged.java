package io.penstock.server.http.access;

import io.quarkus.test.junit.QuarkusTestProfile;

import java.util.List;
import java.util.Map;

/** As {@link Guarded}, with certificates of clients, a page that may use the API, and a provider that does not answer. */
public final class Besieged implements QuarkusTestProfile {

    static final String CONSOLE = "https://console.example.com";

    @Override
    public Map<String, String> getConfigOverrides() {
        var config = Guarded.config();
        // Nobody listens there: the port is not for users.
        config.put("quarkus.oidc.auth-server-url", "http://127.0.0.1:1");
        config.put("penstock.http.allowed-origins", CONSOLE);
        config.put("penstock.http.allowed-hosts", "queues.example.com");
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Certificates.class));
    }
}
