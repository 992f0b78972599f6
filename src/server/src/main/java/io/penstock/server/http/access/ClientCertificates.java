package io.penstock.server.http.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;

import jakarta.inject.Singleton;

/**
 * Has clients asked for certificates as it is configured when the server starts. What Quarkus knows of it is fixed when
 * the server is built.
 */
@Singleton
final class ClientCertificates implements HttpServerOptionsCustomizer {

    private final HttpAccess config;

    ClientCertificates(HttpAccess config) {
        this.config = config;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        var wanted = config.clientCertificates();
        // Without a trust store, each certificate of each public authority would be good.
        if (wanted != HttpAccess.ClientCertificates.NONE && options.getTrustOptions() == null) {
            throw new ConfigurationException("penstock.http.client-certificates = " + wanted
                    + ": the TLS configuration of the server has no trust store, which says whose certificates are"
                    + " good. Set quarkus.tls.trust-store.pem.certs, or leave certificates out.");
        }
        options.setClientAuth(ClientAuth.valueOf(wanted.name()));
    }
}
