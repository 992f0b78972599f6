package io.penstock.quarkus;

import io.penstock.quarkus.jms.ConnectionFactories;
import io.quarkus.arc.DefaultBean;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;

/**
 * Produces the Jakarta Messaging connection factory of the application's broker. A {@code ConnectionFactory} bean of
 * the application takes its place.
 */
@Singleton
public class ConnectionFactoryProducer {

    @Produces
    @Singleton
    @DefaultBean
    public ConnectionFactory connectionFactory(ConnectionFactories factories) {
        return factories.standard();
    }
}
