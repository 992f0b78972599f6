package io.penstock.server.http.access;

import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.security.NetworkDoor;
import org.eclipse.microprofile.config.Config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Knows whether callers are asked who they are: they are as soon as there is a way to tell. Otherwise the server is
 * open, and whoever can connect may do everything.
 */
@Singleton
public final class AccessMode {

    private final boolean users;
    private final boolean tokens;
    private final boolean certificates;

    @Inject
    AccessMode(PenstockConfig penstock, HttpAccess http, Config config) {
        users = NetworkDoor.hasUsers(penstock.security());
        tokens = hasProvider(config);
        certificates = http.clientCertificates() != HttpAccess.ClientCertificates.NONE;
    }

    private static boolean hasProvider(Config config) {
        return OidcSwitch.PROVIDER.stream()
                .anyMatch(name -> config.getOptionalValue(name, String.class).isPresent());
    }

    /** Whether nobody is asked who they are. */
    public boolean isOpen() {
        return !users && !tokens && !certificates;
    }

    /** Whether an OpenID provider may vouch for callers. */
    boolean takesTokens() {
        return tokens;
    }
}
