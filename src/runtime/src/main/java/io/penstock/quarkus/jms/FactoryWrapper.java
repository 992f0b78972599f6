package io.penstock.quarkus.jms;

import java.util.function.Function;
import jakarta.jms.ConnectionFactory;

/**
 * A factory wrapper is what another extension puts around connection factories, such as a pool.
 *
 * @param function null if there is none
 */
public record FactoryWrapper(Function<ConnectionFactory, Object> function) {

    ConnectionFactory wrap(ConnectionFactory factory) {
        return function == null ? factory : (ConnectionFactory) function.apply(factory);
    }
}
