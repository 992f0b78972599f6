package io.penstock.quarkus.jms;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;

/** The contexts of a request. */
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
