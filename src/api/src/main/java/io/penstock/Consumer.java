package io.penstock;

/** A member of a subscription. Safe for use by any thread. */
public interface Consumer extends AutoCloseable {

    /**
     * Allows that many more deliveries. What was allowed and not yet delivered adds up, to at most
     * {@link Long#MAX_VALUE}; without it nothing is delivered.
     *
     * @throws IllegalArgumentException if {@code deliveries} is not positive
     */
    void request(long deliveries);

    /** Takes back what was allowed and not yet delivered. Deliveries already on their way may still arrive. */
    void pause();

    /** The options that this consumer joined with. */
    ConsumerOptions options();

    /**
     * Leaves the subscription. Deliveries without a disposition are released, which counts as nothing, and go to other
     * consumers. When this returns, the handler is not called any more.
     */
    @Override
    void close();
}
