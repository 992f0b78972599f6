package io.penstock.server.http.tls;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

import java.util.Set;
import java.util.TreeSet;
import jakarta.inject.Singleton;

/**
 * Refuses to start with a version of TLS that is broken. Quarkus only warns of it, and whether a client could use it
 * would depend on the settings of the Java runtime.
 */
@Singleton
final class TlsVersions implements HttpServerOptionsCustomizer {

    /** Those that are safe, if the cipher suites are (RFC 9325, section 3.1). */
    private static final Set<String> SAFE = Set.of("TLSv1.2", "TLSv1.3");

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        requireSafe(options.getEnabledSecureTransportProtocols());
    }

    static void requireSafe(Set<String> protocols) {
        var unsafe = new TreeSet<String>(protocols);
        unsafe.removeAll(SAFE);
        if (!unsafe.isEmpty()) {
            throw new ConfigurationException("The server's TLS configuration (quarkus.tls.protocols, or that of"
                    + " quarkus.http.tls-configuration-name) names " + String.join(", ", unsafe)
                    + ": choose TLSv1.3, or TLSv1.3 and TLSv1.2.");
        }
    }
}
