package io.penstock.quarkus.listener;

/**
 * Describes how a listener method is called, as the build found it.
 *
 * @param batch whether its parameters are lists, so that one call has many messages
 * @param asynchronous whether it returns a {@code Uni} or a {@code CompletionStage}
 * @param threads the threads that it runs on
 * @param transactional whether each call runs in a JTA transaction that also accepts its messages
 * @param timeout the time-out of that transaction
 * @param result what is done with what it returns
 */
public record Invocation(
        boolean batch,
        boolean asynchronous,
        Threads threads,
        boolean transactional,
        TransactionTimeout timeout,
        Result result) {

    /** A method that takes one message, returns nothing, and runs on a worker thread. */
    public static final Invocation USUAL =
            new Invocation(false, false, Threads.WORKER, false, TransactionTimeout.DEFAULT, Result.NONE);

    /** The kinds of threads that a method may run on. */
    public enum Threads {
        /** The worker threads of the application. */
        WORKER,
        /** A virtual thread for each turn, where the JVM has them. */
        VIRTUAL,
        /** An event loop, which must not be blocked. */
        EVENT_LOOP
    }

    /** The kinds of results. */
    public enum ResultKind {
        /** Nothing is sent. */
        NONE,
        /** An object, which is sent as the body of a message. */
        PAYLOAD,
        /** A message, which is sent where it says. */
        MESSAGE,
        /** Any number of messages. */
        MESSAGES
    }

    /**
     * What a method returns.
     *
     * @param destination where a payload is sent, which may be a configuration expression; empty for the reply
     *     destination of the message
     */
    public record Result(ResultKind kind, String destination) {

        /** Nothing that would be sent. */
        public static final Result NONE = new Result(ResultKind.NONE, "");

        /** Whether it is the reply to whoever sent the message. */
        boolean isReply() {
            return kind == ResultKind.PAYLOAD && destination.isEmpty();
        }
    }
}
