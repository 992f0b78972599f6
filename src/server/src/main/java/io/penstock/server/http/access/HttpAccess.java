package io.penstock.server.http.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.List;
import java.util.Optional;

/** Holds the settings that say from where, and by what, the HTTP front door may be used. */
@ConfigMapping(prefix = "penstock.http")
interface HttpAccess {

    /** How clients may show certificates of their own. */
    enum ClientCertificates {
        NONE,
        REQUEST,
        REQUIRED
    }

    /**
     * Further names under which browsers may know the server: {@code queues.example.com}, {@code .example.com} for all
     * below a domain, {@code *} for any. Those of the loopback address, and the address that the server is bound to,
     * are always allowed.
     */
    Optional<List<String>> allowedHosts();

    /**
     * Origins whose pages may use the API, such as {@code https://console.example.com}; by default the server's own.
     */
    Optional<List<String>> allowedOrigins();

    /**
     * Whether clients that connect by TLS are asked for a certificate, whose common name is the name of a user. The
     * trust store of the server's TLS configuration decides which certificates are good.
     */
    @WithDefault("none")
    ClientCertificates clientCertificates();
}
