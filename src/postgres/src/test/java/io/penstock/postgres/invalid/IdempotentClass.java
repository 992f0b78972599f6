package io.penstock.postgres.invalid;

import io.penstock.postgres.Idempotent;

import jakarta.enterprise.context.ApplicationScoped;

/** Its methods would all be called as handlers. */
@Idempotent
@ApplicationScoped
public class IdempotentClass {

    void handle(String order) {}
}
