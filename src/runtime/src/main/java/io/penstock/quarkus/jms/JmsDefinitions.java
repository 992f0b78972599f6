package io.penstock.quarkus.jms;

import java.util.List;

/**
 * Definitions are what the application's classes define by {@code @JMSDestinationDefinition} and its like, as the build
 * found it.
 */
public record JmsDefinitions(List<DestinationDefinition> destinations, List<FactoryDefinition> factories) {

    public JmsDefinitions {
        destinations = List.copyOf(destinations);
        factories = List.copyOf(factories);
    }

    /**
     * @param name in JNDI
     * @param destination in the broker, as {@code queue:NAME} or {@code topic:NAME}
     */
    public record DestinationDefinition(String name, String destination) {}

    /**
     * @param name in JNDI
     * @param user as whom connections are made; empty for nobody
     * @param clientId of its connections; empty for none
     * @param transactional whether its sessions take part in JTA transactions
     */
    public record FactoryDefinition(
            String name, String user, String password, String clientId, boolean transactional) {}
}
