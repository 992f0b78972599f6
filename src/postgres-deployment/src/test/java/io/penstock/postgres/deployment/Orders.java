package io.penstock.postgres.deployment;

import io.penstock.Message;
import io.penstock.postgres.outbox.Outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Changes the database, and sends messages with it. */
@ApplicationScoped
class Orders {

    @Inject
    Outbox outbox;

    @Transactional
    String place(Message message) {
        var id = outbox.send(message);
        Payment.of(id);
        return id;
    }

    @Transactional
    void placeAndFail(Message message) {
        place(message);
        throw new IllegalArgumentException("the method fails");
    }

    @Transactional
    void placeTyped(String destination, String key, Object payload) {
        outbox.send(destination, payload, message -> message.key(key));
    }

    void placeWithoutTransaction(Message message) {
        outbox.send(message);
    }
}
