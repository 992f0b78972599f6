package io.penstock.server.http.request;

import io.quarkus.arc.DefaultBean;

import java.time.InstantSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Provides the clock of the server as a bean. It turns a delay in a request into a time. */
final class ServerClock {

    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return InstantSource.system();
    }
}
