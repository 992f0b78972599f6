package io.penstock.quarkus.jms;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;

/** Keeps the injected contexts of a request, and closes them with it. */
@RequestScoped
public class RequestContexts {

    private final ContextStore store = new ContextStore();

    ContextStore store() {
        return store;
    }

    @PreDestroy
    void end() {
        store.close();
    }
}
