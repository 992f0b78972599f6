package io.penstock.quarkus.link;

import io.penstock.Broker;
import io.penstock.quarkus.config.RemoteConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.remote.RemoteBroker;
import io.penstock.remote.RemoteOptions;
import io.penstock.remote.TlsOptions;
import io.penstock.spi.PayloadCodec;

import java.time.Duration;

/** Connects to the broker of another process, as the configuration says. */
public final class RemoteEngine {

    private static final Setting ROOT = new Setting("quarkus.penstock.remote");
    private static final Setting SERVERS = ROOT.of("servers");

    /** Whoever waits longer believes that the call hangs. */
    private static final Duration MAX_FAILOVER_WAIT = Duration.ofDays(1);

    private RemoteEngine() {}

    /**
     * Connects, and waits until the server has let this application in.
     *
     * @throws io.penstock.PenstockException.InvalidConfiguration if a setting is invalid; its message names the
     *     property
     * @throws io.penstock.PenstockException if no server is reached in time, or none lets this application in
     */
    public static Broker connect(RemoteConfig config, PayloadCodec codec) {
        return RemoteBroker.connect(options(config, codec));
    }

    static RemoteOptions options(RemoteConfig config, PayloadCodec codec) {
        var servers = config.servers()
                .orElseThrow(() -> SERVERS.wrong("", "name the server that has the broker, HOST:PORT."));
        RemoteOptions.Builder builder = null;
        for (var server : servers) {
            var address = Address.of(server);
            builder = builder == null
                    ? RemoteOptions.to(address.host, address.port)
                    : builder.or(address.host, address.port);
        }
        logIn(builder, config);
        secure(builder, config);
        return builder.failoverWait(
                        ROOT.of("failover-wait").within(config.failoverWait(), Duration.ZERO, MAX_FAILOVER_WAIT))
                .codec(codec)
                .build();
    }

    private static void logIn(RemoteOptions.Builder builder, RemoteConfig config) {
        if (config.password().isPresent()) {
            if (config.sharedKey().isPresent()) {
                throw ROOT.of("shared-key").wrong("(not shown)", "leave it out, or the password.");
            }
            var user = config.user()
                    .orElseThrow(() -> ROOT.of("password")
                            .wrong(
                                    "(not shown)",
                                    "say whose it is by " + ROOT.of("user").property() + "."));
            builder.login(user, config.password().get());
            return;
        }
        config.sharedKey().ifPresent(key -> builder.sharedKey(LinkSettings.key(ROOT.of("shared-key"), key)));
        config.user().ifPresent(user -> {
            if (config.sharedKey().isEmpty()) {
                throw ROOT.of("user")
                        .wrong(
                                user,
                                "say the password by " + ROOT.of("password").property() + ".");
            }
            builder.callsFor(user);
        });
    }

    private static void secure(RemoteOptions.Builder builder, RemoteConfig config) {
        var key = LinkSettings.store(ROOT.of("key-store"), config.keyStore(), config.keyStorePassword());
        var trust = LinkSettings.store(ROOT.of("trust-store"), config.trustStore(), config.trustStorePassword());
        if (config.tls()) {
            builder.tls(new TlsOptions(key, trust));
        } else if (key != null || trust != null) {
            throw ROOT.of(key != null ? "key-store" : "trust-store")
                    .wrong(
                            (key != null ? key : trust).file(),
                            "the connection is not encrypted: say so by "
                                    + ROOT.of("tls").property() + " = true.");
        }
    }

    /** The address of one server. */
    private record Address(String host, int port) {

        private static final int MAX_PORT = 65_535;

        private static Address of(String text) {
            int colon = text.lastIndexOf(':');
            var host = text.substring(0, Math.max(colon, 0)).strip();
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.contains(":")) {
                throw wrong(text);
            }
            var port = text.substring(colon + 1).strip();
            if (host.isEmpty() || !port.matches("[0-9]{1,5}")) {
                throw wrong(text);
            }
            int number = Integer.parseInt(port);
            if (number < 1 || number > MAX_PORT) {
                throw wrong(text);
            }
            return new Address(host, number);
        }

        private static RuntimeException wrong(String text) {
            return SERVERS.wrong(
                    text,
                    "write HOST:PORT, such as log.example.com:5680 or [::1]:5680; a port is 1 to " + MAX_PORT + ".");
        }
    }
}
