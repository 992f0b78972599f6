package io.penstock.quarkus.deployment;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads a channel, and is edited while it runs. It leaves a file behind, since a request over HTTP would reload it. */
@ApplicationScoped
public class ReloadedChannel {

    @ConfigProperty(name = "test.seen")
    Path seen;

    @Incoming("ticks")
    void on(String tick) throws IOException {
        Files.writeString(seen, "first");
    }
}
