package io.penstock.quarkus.emitter;

import org.eclipse.microprofile.reactive.messaging.Message;

/** Metadata of a message that takes no part in the transaction of whoever sends it. */
enum Outside {
    TRANSACTION;

    static boolean has(Message<?> message) {
        return message.getMetadata(Outside.class).isPresent();
    }
}
