package io.penstock.quarkus.link;

import io.penstock.quarkus.config.SecurityConfig;
import io.penstock.quarkus.config.ServeConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.quarkus.security.NetworkDoor;
import io.penstock.remote.BrokerServerOptions;
import io.penstock.remote.TlsOptions;
import io.penstock.security.AccessControl;
import org.jboss.logging.Logger;

/** Makes the options of the port for other processes from the configuration. */
final class ServedOptions {

    private static final Setting ROOT = new Setting("quarkus.penstock.serve");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONNECTIONS = 100_000;

    private static final Logger LOG = Logger.getLogger(ServedOptions.class);

    private ServedOptions() {}

    /**
     * Checks the settings and makes the options.
     *
     * @throws io.penstock.PenstockException.InvalidConfiguration if a setting is invalid, or if everybody in a network
     *     could do everything and nobody has said that this is wanted
     */
    static BrokerServerOptions of(ServeConfig serve, SecurityConfig security, AccessControl access) {
        var builder = BrokerServerOptions.builder()
                .host(serve.host())
                .port(ROOT.of("port").within(serve.port(), 1, MAX_PORT))
                .maxConnections(ROOT.of("max-connections").within(serve.maxConnections(), 1, MAX_CONNECTIONS));
        secure(builder, serve);
        boolean hasUsers = NetworkDoor.hasUsers(security);
        if (hasUsers) {
            builder.access(access);
        }
        serve.sharedKey().ifPresent(key -> builder.sharedKey(LinkSettings.key(ROOT.of("shared-key"), key)));
        if (!hasUsers && serve.sharedKey().isEmpty()) {
            requireWanted(serve.host(), security);
            builder.open();
        }
        return builder.build();
    }

    private static void secure(BrokerServerOptions.Builder builder, ServeConfig serve) {
        var key = LinkSettings.store(ROOT.of("key-store"), serve.keyStore(), serve.keyStorePassword());
        var trust = LinkSettings.store(ROOT.of("trust-store"), serve.trustStore(), serve.trustStorePassword());
        if (key != null) {
            builder.tls(new TlsOptions(key, trust));
        } else if (trust != null) {
            throw ROOT.of("trust-store")
                    .wrong(
                            trust.file(),
                            "the port has no certificate of its own: name it by "
                                    + ROOT.of("key-store").property() + ".");
        }
    }

    private static void requireWanted(String host, SecurityConfig security) {
        if (NetworkDoor.isOfThisMachine(host)) {
            LOG.infof("The port for other processes is open to everybody on this machine: there are no users.");
        } else if (security.open()) {
            LOG.warnf(
                    "The port for other processes is open to everybody who can reach this machine at %s, as"
                            + " quarkus.penstock.security.open says: nobody is asked who they are.",
                    host);
        } else {
            throw ROOT.of("host")
                    .wrong(
                            host,
                            "the broker would be open to everybody who can reach this machine, since nobody is asked"
                                    + " who they are. Name its users by quarkus.penstock.security.users-file, or a key"
                                    + " by "
                                    + ROOT.of("shared-key").property()
                                    + ", or say that this is wanted by quarkus.penstock.security.open=true.");
        }
    }
}
