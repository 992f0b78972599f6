package io.penstock.broker.delivery;

import io.penstock.broker.destination.LocalDestination;

import java.util.concurrent.CompletionStage;

/** Finds and declares the queues that take dead letters, for subscriptions that need one. */
public interface DeadLetterQueues {

    /** The destination of that name, or null. */
    LocalDestination find(String name);

    /** Makes a queue of that name exist. Never blocks. */
    CompletionStage<LocalDestination> declareQueue(String name);

    /** Whether some subscription's dead letters go to the queue of that name. */
    boolean isDeadLetterQueue(String name);
}
