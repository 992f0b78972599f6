package io.penstock.quarkus.jms;

import java.util.List;

/**
 * Holds the destinations and connection factories that classes define by {@code @JMSDestinationDefinition} and
 * {@code @JMSConnectionFactoryDefinition}, as the build found them.
 */
public record JmsDefinitions(List<DestinationDefinition> destinations, List<FactoryDefinition> factories) {

    public JmsDefinitions {
        destinations = List.copyOf(destinations);
        factories = List.copyOf(factories);
    }

    /**
     * A destination that a class defines.
     *
     * @param name the JNDI name
     * @param destination the destination in the broker, as {@code queue:NAME} or {@code topic:NAME}
     */
    public record DestinationDefinition(String name, String destination) {}

    /**
     * A connection factory that a class defines.
     *
     * @param name the JNDI name
     * @param user the user that connections are made with; empty for none
     * @param clientId the client identifier of its connections; empty for none
     * @param transactional whether its sessions take part in JTA transactions
     */
    public record FactoryDefinition(String name, String user, String password, String clientId, boolean transactional) {

        /** Without the password: a definition may be shown in errors and in a debugger. */
        @Override
        public String toString() {
            return "connection factory '" + name + "' of user '" + user + "'";
        }
    }
}
