package io.penstock.bench.application.load;

import java.util.Locale;

/** A way that messages take through the application. Each has a queue, or a topic, of its own name. */
public enum Way {
    /** The broker's own API, one by one. */
    API(false),
    /** The broker's own API: sent, handed out and accepted by the batch. */
    API_BATCH(true),
    LISTENER(false),
    LISTENER_BATCH(true),
    LISTENER_VIRTUAL(false),
    INCOMING(false),
    INCOMING_UNI(false),
    INCOMING_BATCH(true),
    /** From an emitter to the broker's own API. */
    EMITTER(false),
    /** From an emitter to a blocking method. */
    CHANNELS(false);

    private final boolean batch;

    Way(boolean batch) {
        this.batch = batch;
    }

    /** Whether messages are sent and handled by the batch. */
    public boolean isBatch() {
        return batch;
    }

    /** Whether messages are sent through an emitter, and not by the broker's own API. */
    public boolean isEmitted() {
        return this == EMITTER || this == CHANNELS;
    }

    /** Whether messages are taken by the broker's own API, and not by a method. */
    public boolean isTaken() {
        return this == API || this == API_BATCH || this == EMITTER;
    }

    public boolean isListener() {
        return this == LISTENER || this == LISTENER_BATCH || this == LISTENER_VIRTUAL;
    }

    /** Of its destination, and of its method's channel or listener. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Way of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
