package io.penstock.server.http.session;

import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.security.Caller;
import io.penstock.server.http.session.MeView.ServerView;
import io.penstock.server.http.triage.TriagePresence;
import io.quarkus.runtime.Startup;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells what this server is, and since when it runs. */
@Startup
@Singleton
final class ServerAccount {

    private final ServerView server;
    private final TriagePresence triage;

    @Inject
    ServerAccount(
            PenstockConfig config,
            TriagePresence triage,
            InstantSource clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.triage = triage;
        server = new ServerView(version, machine(), config.engine().name(), clock.instant());
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine need not know an address of its own name.
            return "localhost";
        }
    }

    MeView to(@Nullable Caller caller) {
        return MeView.of(caller, server, triage.isThere());
    }
}
