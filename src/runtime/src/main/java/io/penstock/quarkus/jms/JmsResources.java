package io.penstock.quarkus.jms;

import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.destination.PenstockTopic;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;

/** Produces what {@code @Resource} injects: queues, topics and connection factories by JNDI name. */
@Singleton
public class JmsResources {

    private final JmsNames names;
    private final ConnectionFactories factories;
    private final ConnectionFactory standard;

    @Inject
    JmsResources(JmsNames names, ConnectionFactories factories, ConnectionFactory standard) {
        this.names = names;
        this.factories = factories;
        this.standard = standard;
    }

    @Produces
    @Dependent
    @JndiName("")
    @Typed(Queue.class)
    public Queue queue(InjectionPoint point) {
        return new PenstockQueue(
                names.destination(nameOf(point), DestinationKind.QUEUE).name());
    }

    @Produces
    @Dependent
    @JndiName("")
    @Typed(Topic.class)
    public Topic topic(InjectionPoint point) {
        return new PenstockTopic(
                names.destination(nameOf(point), DestinationKind.TOPIC).name());
    }

    @Produces
    @Dependent
    @JndiName("")
    @Typed(Destination.class)
    public Destination destination(InjectionPoint point) {
        return destination(nameOf(point));
    }

    /** The queue or topic that a JNDI name stands for. */
    Destination destination(String name) {
        var found = names.destination(name, null);
        return found.isQueue() ? new PenstockQueue(found.name()) : new PenstockTopic(found.name());
    }

    @Produces
    @Dependent
    @JndiName("")
    @Typed(ConnectionFactory.class)
    public ConnectionFactory factory(InjectionPoint point) {
        return factory(nameOf(point), ConnectionFactory.class);
    }

    @Produces
    @Dependent
    @JndiName("")
    @Typed(QueueConnectionFactory.class)
    public QueueConnectionFactory queueFactory(InjectionPoint point) {
        return factory(nameOf(point), QueueConnectionFactory.class);
    }

    @Produces
    @Dependent
    @JndiName("")
    @Typed(TopicConnectionFactory.class)
    public TopicConnectionFactory topicFactory(InjectionPoint point) {
        return factory(nameOf(point), TopicConnectionFactory.class);
    }

    private <F> F factory(String name, Class<F> type) {
        var factory = factories.named(name, standard);
        if (!type.isInstance(factory)) {
            throw new PenstockException.InvalidConfiguration("The connection factory '" + name + "' is of the class "
                    + factory.getClass().getName() + ", which is no " + type.getSimpleName() + ".");
        }
        return type.cast(factory);
    }

    private static String nameOf(InjectionPoint point) {
        return point.getQualifiers().stream()
                .filter(JndiName.class::isInstance)
                .map(qualifier -> ((JndiName) qualifier).value())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The build gives each @Resource its name"));
    }
}
