package io.penstock.connector.spi;

/**
 * Tells the connector whether the calling thread is in a transaction that the broker's sends join. If there is a bean of
 * this type, what is sent in a transaction goes to the broker at once, on that thread. Anything else may be sent a little
 * later with other messages, on another thread.
 */
@FunctionalInterface
public interface CallerTransaction {

    boolean isActive();
}
