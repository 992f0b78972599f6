package io.penstock.postgres.deployment;

import io.penstock.listener.CurrentDelivery;
import io.penstock.postgres.Idempotent;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import java.util.concurrent.atomic.AtomicInteger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Stores a payment for each message of a channel. */
@ApplicationScoped
public class PaidChannel {

    private final AtomicInteger runs = new AtomicInteger();

    int runs() {
        return runs.get();
    }

    @Incoming("paid")
    @Idempotent
    @Transactional
    void store(String body) {
        runs.incrementAndGet();
        Payment.of(CurrentDelivery.get().orElseThrow().message().id());
    }
}
