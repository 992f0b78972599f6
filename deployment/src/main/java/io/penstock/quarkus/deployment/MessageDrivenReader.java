package io.penstock.quarkus.deployment;

import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.StartPosition;
import io.penstock.jms.ContainerMessages;
import io.penstock.quarkus.jms.JmsNames;
import io.penstock.quarkus.listener.ListenerDefinition;
import io.penstock.quarkus.listener.MessageDrivenBean;
import io.penstock.quarkus.listener.MessageDrivenBean.Demarcation;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BuiltinScope;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import java.util.List;

/** Makes a definition of a message-driven bean, or says why it cannot be one. */
final class MessageDrivenReader {

    /** Of a queue, as common servers have it. */
    private static final int QUEUE_SESSIONS = 15;

    /** Of a topic, whose messages are expected in order. */
    private static final int TOPIC_SESSIONS = 1;

    private final IndexView index;
    private final PolicyReader policies;
    private final boolean transactions;

    /** @param transactions whether the application has a transaction manager */
    MessageDrivenReader(IndexView index, boolean transactions) {
        this.index = index;
        this.transactions = transactions;
        policies = new PolicyReader(index);
    }

    MessageDrivenBean read(BeanInfo bean) throws InvalidListener {
        var type = bean.getImplClazz();
        var annotation = type.declaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN);
        requireListener(type);
        if (!BuiltinScope.DEPENDENT.is(bean.getScope())) {
            throw new InvalidListener(
                    type,
                    "has the scope @" + bean.getScope().getDotName().withoutPackagePrefix()
                            + ", but there is one instance for each session: remove it.");
        }
        var activation = new ActivationConfig(type, annotation);
        var onMessage = onMessage(type);
        var stated = activation.kind();
        var kind = stated == null ? JmsNames.kindOf(activation.destination()) : stated;
        var durable = activation.durable();
        var definition = new ListenerDefinition(
                type.name() + "#onMessage(Message)",
                type.name().toString(),
                kind,
                activation.destination(),
                ContainerMessages.subscription(
                        activation.clientId(), activation.subscriptionName(), durable, activation.shared()),
                durable,
                1,
                activation.maxSession(kind == DestinationKind.QUEUE ? QUEUE_SESSIONS : TOPIC_SESSIONS),
                Ordering.NONE,
                StartPosition.LATEST,
                policies.retry(onMessage, type),
                policies.deadLetter(onMessage, type),
                List.of(),
                false,
                false);
        return new MessageDrivenBean(definition, bean.getIdentifier(), demarcation(onMessage, type), stated != null);
    }

    private void requireListener(ClassInfo type) throws InvalidListener {
        for (var each = type; each != null; each = superclass(each)) {
            if (each.interfaceNames().contains(JmsAnnotations.MESSAGE_LISTENER)) {
                return;
            }
        }
        throw new InvalidListener(
                type, "is @MessageDriven, but does not implement " + JmsAnnotations.MESSAGE_LISTENER + ".");
    }

    /** The bean's own, or the one that it inherits. */
    private MethodInfo onMessage(ClassInfo type) throws InvalidListener {
        for (var each = type; each != null; each = superclass(each)) {
            for (var method : each.methods()) {
                if (isOnMessage(method)) {
                    return method;
                }
            }
        }
        throw new InvalidListener(type, "has no method onMessage(jakarta.jms.Message).");
    }

    static boolean isOnMessage(MethodInfo method) {
        return method.name().equals("onMessage")
                && method.parametersCount() == 1
                && method.parameterType(0).name().toString().equals(jakarta.jms.Message.class.getName());
    }

    private ClassInfo superclass(ClassInfo type) {
        return type.superName() == null ? null : index.getClassByName(type.superName());
    }

    private Demarcation demarcation(MethodInfo onMessage, ClassInfo type) throws InvalidListener {
        var management = type.declaredAnnotation(JmsAnnotations.TRANSACTION_MANAGEMENT);
        var attribute = attribute(onMessage, type);
        if (management != null
                && management.value() != null
                && management.value().asEnum().equals("BEAN")) {
            if (attribute != null) {
                throw new InvalidListener(
                        type,
                        "manages transactions itself and has @"
                                + attribute.name().withoutPackagePrefix() + " for the container: remove one of them.");
            }
            return requireTransactions(type, Demarcation.BEAN);
        }
        var wanted = attribute == null || attribute.value() == null
                ? "REQUIRED"
                : attribute.value().asEnum();
        return switch (wanted) {
            case "REQUIRED" -> requireTransactions(type, Demarcation.CONTAINER);
            case "NOT_SUPPORTED" -> Demarcation.NONE;
            default ->
                throw new InvalidListener(
                        type,
                        "has @" + attribute.name().withoutPackagePrefix() + "(" + wanted
                                + "): a message has no caller, so it must be REQUIRED or NOT_SUPPORTED.");
        };
    }

    private static AnnotationInstance attribute(MethodInfo onMessage, ClassInfo type) {
        var attribute = PolicyReader.find(JmsAnnotations.TRANSACTION_ATTRIBUTE, onMessage, type);
        return attribute != null ? attribute : PolicyReader.find(JmsAnnotations.TRANSACTIONAL, onMessage, type);
    }

    private Demarcation requireTransactions(ClassInfo type, Demarcation demarcation) throws InvalidListener {
        if (!transactions) {
            throw new InvalidListener(
                    type,
                    "works in JTA transactions, and the application has no transaction manager: add the"
                            + " dependency io.quarkus:quarkus-narayana-jta, or"
                            + " @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED).");
        }
        return demarcation;
    }
}
