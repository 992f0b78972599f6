package io.penstock.quarkus.jms;

import io.penstock.Broker;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.jms.JmsDefinitions.FactoryDefinition;
import io.penstock.quarkus.jta.JtaBroker;
import io.penstock.quarkus.jta.JtaTransactions;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.security.AccessControl;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;

/** Makes the connection factories of this application: a standard one, and one for each name that a class defines. */
@Singleton
public class ConnectionFactories {

    private final Broker broker;
    private final JtaTransactions transactions;
    private final FactoryWrapper wrapper;
    private final JmsOptions options;
    private final Map<String, FactoryDefinition> definitions;
    private final Map<String, ConnectionFactory> defined = new ConcurrentHashMap<>();
    private final List<PenstockConnectionFactory> made = new CopyOnWriteArrayList<>();
    private final ConnectionFactory standard;

    @Inject
    ConnectionFactories(
            @OutsideTransaction Broker broker,
            JtaTransactions transactions,
            FactoryWrapper wrapper,
            JmsDefinitions definitions,
            PenstockConfig config,
            AccessControl access) {
        this.broker = broker;
        this.transactions = transactions;
        this.wrapper = wrapper;
        options = ConfiguredJms.options(config.jms()).withAccess(access);
        this.definitions = definitions.factories().stream()
                .collect(Collectors.toMap(FactoryDefinition::name, Function.identity()));
        standard = wrapper.wrap(factory(options, true, null, null));
    }

    /** The factory for all names that no class defines. */
    public ConnectionFactory standard() {
        return standard;
    }

    /** The factory that a class defines by that name, or the other one if no class does. */
    ConnectionFactory named(String name, ConnectionFactory otherwise) {
        var definition = definitions.get(name);
        return definition == null ? otherwise : defined.computeIfAbsent(name, key -> wrapper.wrap(factory(definition)));
    }

    private ConnectionFactory factory(FactoryDefinition definition) {
        var own = definition.clientId().isEmpty() ? options : options.withClientId(definition.clientId());
        var user = definition.user().isEmpty() ? null : definition.user();
        return factory(own, definition.transactional(), user, definition.password());
    }

    private ConnectionFactory factory(JmsOptions options, boolean transactional, String user, String password) {
        if (!transactional || !transactions.available()) {
            return new ContainerConnectionFactory(made(broker, options), () -> false, user, password);
        }
        var inTransactions = new JtaBroker(broker, transactions);
        return new ContainerConnectionFactory(made(inTransactions, options), transactions::active, user, password);
    }

    private PenstockConnectionFactory made(Broker over, JmsOptions options) {
        var factory = new PenstockConnectionFactory(over, options);
        made.add(factory);
        return factory;
    }

    /** How many queues and topics were declared because a client was the first to name them. */
    public long declaredDestinations() {
        return made.stream()
                .mapToLong(PenstockConnectionFactory::declaredDestinations)
                .sum();
    }
}
