package io.penstock.server.http.access;

import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.security.NetworkDoor;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Keeps the server from being open to a network by mistake: it refuses to start. On this machine alone it may be open,
 * and says so.
 */
@Singleton
final class OpenDoor {

    private static final Logger LOG = Logger.getLogger(OpenDoor.class);

    private final AccessMode mode;
    private final boolean wanted;
    private final String host;

    @Inject
    OpenDoor(AccessMode mode, PenstockConfig penstock, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.mode = mode;
        this.wanted = penstock.security().open();
        this.host = host;
    }

    /** While requests are being prepared for, and the port is not open yet. */
    void check(@Observes Filters filters) {
        if (!mode.isOpen()) {
            return;
        }
        if (NetworkDoor.isOfThisMachine(host)) {
            LOG.infof(
                    "Open to everybody on this machine, and to nobody else: no users are configured"
                            + " (penstock.security.users-file), and the server listens on %s only.",
                    host);
        } else if (wanted) {
            LOG.warnf(
                    "Open to everybody who can reach this machine at %s, as penstock.security.open says:"
                            + " nobody is asked who they are.",
                    host);
        } else {
            throw new ConfigurationException("quarkus.http.host = " + host
                    + ": the server would be open to everybody who can reach this machine, since nobody is asked who"
                    + " they are. Name its users by penstock.security.users-file (or an OpenID provider by"
                    + " quarkus.oidc.auth-server-url), or say that this is wanted by penstock.security.open=true.");
        }
    }
}
