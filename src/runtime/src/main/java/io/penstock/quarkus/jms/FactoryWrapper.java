package io.penstock.quarkus.jms;

import java.util.function.Function;
import jakarta.jms.ConnectionFactory;

/**
 * Puts around each connection factory what another extension provides, such as a pool.
 *
 * @param function wraps a factory; null if no extension does
 */
public record FactoryWrapper(Function<ConnectionFactory, Object> function) {

    ConnectionFactory wrap(ConnectionFactory factory) {
        return function == null ? factory : (ConnectionFactory) function.apply(factory);
    }
}
