package io.penstock.quarkus;

import io.penstock.quarkus.jms.ConnectionFactories;
import io.quarkus.arc.DefaultBean;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;

/** Jakarta Messaging on the application's broker. A connection factory of the application's own takes its place. */
@Singleton
public class ConnectionFactoryProducer {

    @Produces
    @Singleton
    @DefaultBean
    public ConnectionFactory connectionFactory(ConnectionFactories factories) {
        return factories.standard();
    }
}
