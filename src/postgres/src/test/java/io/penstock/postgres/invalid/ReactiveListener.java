package io.penstock.postgres.invalid;

import io.penstock.postgres.Idempotent;
import io.smallrye.mutiny.Uni;

import jakarta.enterprise.context.ApplicationScoped;

/** Its result would complete after the transaction of the claim. */
@ApplicationScoped
public class ReactiveListener {

    @Idempotent
    Uni<Void> handle(String order) {
        return Uni.createFrom().voidItem();
    }
}
