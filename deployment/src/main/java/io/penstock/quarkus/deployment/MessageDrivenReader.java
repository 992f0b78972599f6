package io.penstock.quarkus.deployment;

import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.jms.ContainerMessages;
import io.penstock.listener.TopicListener;
import io.penstock.quarkus.jms.JmsNames;
import io.penstock.quarkus.listener.Invocation;
import io.penstock.quarkus.listener.ListenerDefinition;
import io.penstock.quarkus.listener.ListenerDefinition.Consumption;
import io.penstock.quarkus.listener.MessageDrivenBean;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BuiltinScope;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import java.util.List;

/** Makes a definition from a message-driven bean, or says why it cannot be one. */
final class MessageDrivenReader {

    /** The default number of instances for a queue, as common servers have it. */
    private static final int QUEUE_SESSIONS = 15;

    /** The default number of instances for a topic, whose messages are expected in order. */
    private static final int TOPIC_SESSIONS = 1;

    private final IndexView index;
    private final PolicyReader policies;
    private final DemarcationReader demarcations;
    private final TimeoutReader timeouts;

    /** @param transactions whether the application has a transaction manager */
    MessageDrivenReader(IndexView index, boolean transactions) {
        this.index = index;
        demarcations = new DemarcationReader(transactions);
        timeouts = new TimeoutReader(index);
        policies = new PolicyReader(index);
    }

    MessageDrivenBean read(BeanInfo bean) throws InvalidListener {
        var type = bean.getImplClazz();
        var annotation = type.declaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN);
        if (!bean.hasType(JmsAnnotations.MESSAGE_LISTENER)) {
            throw new InvalidListener(
                    type, "is @MessageDriven, but does not implement " + JmsAnnotations.MESSAGE_LISTENER + ".");
        }
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
                TopicListener.Start.LATEST,
                new Consumption(activation.selector(), false, 0, null, null, false, 0, true),
                policies.retry(onMessage, type),
                policies.deadLetter(onMessage, type),
                List.of(),
                Invocation.USUAL);
        return new MessageDrivenBean(
                definition,
                bean.getIdentifier(),
                demarcations.read(onMessage, type),
                timeouts.read(onMessage, type),
                stated != null);
    }

    /** Finds the method {@code onMessage}, which the class declares or inherits. */
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
}
