package io.penstock.quarkus.event;

import io.penstock.Message;

/**
 * Tells the application what became of a message that a listener or a message-driven bean has failed with. Observe it
 * with {@code @ObservesAsync}.
 */
public sealed interface ListenerEvent {

    /** The name of the listener in the configuration. */
    String listener();

    Message message();

    /** The number of the run that failed: 1 for the first. */
    int attempt();

    /** What it failed with. */
    Throwable failure();

    /**
     * The message comes again, as its retry policy or a {@code RetryLaterException} says. If that is later than the
     * policy's {@code maxDuration} allows, the broker makes a dead letter of it after all.
     */
    record MessageRetried(String listener, Message message, int attempt, Throwable failure) implements ListenerEvent {}

    /** The message is a dead letter, or was thrown away where the policy discards dead letters. */
    record MessageDead(String listener, Message message, int attempt, Throwable failure) implements ListenerEvent {}
}
