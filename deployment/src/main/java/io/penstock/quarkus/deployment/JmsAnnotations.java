package io.penstock.quarkus.deployment;

import io.penstock.quarkus.jms.JndiName;
import org.jboss.jandex.DotName;

import java.util.Set;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBContext;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionManagement;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSConnectionFactoryDefinitions;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSDestinationDefinitions;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;

/** Names the annotations and types of Jakarta EE that the build looks for in the application. */
final class JmsAnnotations {

    static final DotName MESSAGE_DRIVEN = DotName.createSimple(MessageDriven.class);
    static final DotName MESSAGE_LISTENER = DotName.createSimple(MessageListener.class);
    static final DotName TRANSACTION_ATTRIBUTE = DotName.createSimple(TransactionAttribute.class);
    static final DotName TRANSACTION_MANAGEMENT = DotName.createSimple(TransactionManagement.class);
    /** An annotation of Quarkus, given by its name because an application may be without it. */
    static final DotName TRANSACTION_CONFIGURATION =
            DotName.createSimple("io.quarkus.narayana.jta.runtime.TransactionConfiguration");

    static final DotName TRANSACTIONAL = DotName.createSimple(Transactional.class);

    static final DotName RESOURCE = DotName.createSimple(Resource.class);
    static final DotName INJECT = DotName.createSimple(Inject.class);
    static final DotName JNDI_NAME = DotName.createSimple(JndiName.class);

    /** The types of {@code @Resource} injection points that are resolved by the JNDI name. */
    static final Set<DotName> NAMED_RESOURCES = Set.of(
            DotName.createSimple(Queue.class),
            DotName.createSimple(Topic.class),
            DotName.createSimple(Destination.class),
            DotName.createSimple(ConnectionFactory.class),
            DotName.createSimple(QueueConnectionFactory.class),
            DotName.createSimple(TopicConnectionFactory.class));

    /** The types of {@code @Resource} injection points that have the same object for every name. */
    static final Set<DotName> ONLY_RESOURCES = Set.of(
            DotName.createSimple(MessageDrivenContext.class),
            DotName.createSimple(EJBContext.class),
            DotName.createSimple(UserTransaction.class),
            DotName.createSimple(TransactionSynchronizationRegistry.class));

    static final DotName DESTINATION_DEFINITION = DotName.createSimple(JMSDestinationDefinition.class);
    static final DotName DESTINATION_DEFINITIONS = DotName.createSimple(JMSDestinationDefinitions.class);
    static final DotName FACTORY_DEFINITION = DotName.createSimple(JMSConnectionFactoryDefinition.class);
    static final DotName FACTORY_DEFINITIONS = DotName.createSimple(JMSConnectionFactoryDefinitions.class);

    private JmsAnnotations() {}
}
