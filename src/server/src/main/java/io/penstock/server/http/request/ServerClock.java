package io.penstock.server.http.request;

import io.quarkus.arc.DefaultBean;

import java.time.InstantSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The clock turns a delay into a time. */
final class ServerClock {

    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return InstantSource.system();
    }
}
