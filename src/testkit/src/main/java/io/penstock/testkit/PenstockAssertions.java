package io.penstock.testkit;

/**
 * The entry to assertions on a broker. Inside a test of {@link PenstockTest}, or of {@code @QuarkusTest},
 * {@link #queue} and {@link #deadLetters} speak of the broker of that test:
 *
 * <pre>{@code
 * assertThat(queue("orders")).eventuallyHolds(3);
 * assertThat(deadLetters("orders")).single().hasReason(DeadLetterReason.RETRIES_EXHAUSTED);
 * }</pre>
 */
public final class PenstockAssertions {

    private PenstockAssertions() {}

    /** Begins assertions on a queue. */
    public static QueueAssert assertThat(QueueProbe queue) {
        return new QueueAssert(queue);
    }

    /** Begins assertions on dead letters. */
    public static DeadLettersAssert assertThat(DeadLetterProbe letters) {
        return new DeadLettersAssert(letters);
    }

    /**
     * A queue of the broker of the running test.
     *
     * @throws IllegalStateException if the calling thread runs no test that has a broker
     */
    public static QueueProbe queue(String name) {
        return new QueueProbe(CurrentBroker.get(), CurrentBroker.time(), name);
    }

    /**
     * The dead letters of a queue of the broker of the running test.
     *
     * @throws IllegalStateException if the calling thread runs no test that has a broker
     */
    public static DeadLetterProbe deadLetters(String queue) {
        return new DeadLetterProbe(CurrentBroker.get(), queue, queue);
    }

    /**
     * The dead letters of a subscription of a topic of the broker of the running test.
     *
     * @throws IllegalStateException if the calling thread runs no test that has a broker
     */
    public static DeadLetterProbe deadLetters(String topic, String subscription) {
        return new DeadLetterProbe(CurrentBroker.get(), topic, subscription);
    }
}
