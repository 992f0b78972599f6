package io.penstock.server.http.access;

import io.penstock.Broker;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Finds the broker that the caller of the current request may use. */
@Singleton
final class CallersViewProducer {

    @Produces
    @RequestScoped
    @CallersView
    Broker view(CurrentVertxRequest request) {
        return Admission.of(request.getCurrent()).view();
    }
}
