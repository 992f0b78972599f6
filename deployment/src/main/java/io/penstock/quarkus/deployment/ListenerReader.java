package io.penstock.quarkus.deployment;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.listener.TopicListener;
import io.penstock.quarkus.deployment.BeanMethods.BeanMethod;
import io.penstock.quarkus.listener.ListenerDefinition;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import java.lang.reflect.Modifier;

/** Makes a listener definition from an annotated method, or says why the method cannot be a listener. */
final class ListenerReader {

    private static final String EXPRESSION = "${";

    /** The name that stands for one that only configuration knows, so that the rest can be checked. */
    private static final String UNKNOWN_YET = "unknown";

    private final IndexView index;
    private final PolicyReader policies;
    private final ConsumptionReader consumption;
    private final ParameterReader parameters;
    private final InvocationReader invocations;

    /** @param transactions whether the application has a transaction manager */
    ListenerReader(IndexView index, boolean transactions) {
        this.index = index;
        policies = new PolicyReader(index);
        consumption = new ConsumptionReader(index);
        parameters = new ParameterReader(index);
        invocations = new InvocationReader(transactions, new TimeoutReader(index));
    }

    /**
     * A definition, and the types that it names.
     *
     * @param payload the type that JSON is read into; null if none is
     * @param result the type of what is sent as a body; null if nothing is
     */
    record Read(ListenerDefinition definition, Type payload, Type result) {}

    /**
     * Makes the definition of a listener.
     *
     * @param bean the class of the bean that has the method, which may be a subclass of the one that declares it
     */
    Read read(BeanMethod beanMethod, ClassInfo bean) throws InvalidListener {
        var method = beanMethod.method();
        var annotation = annotation(method);
        requireCallable(method);
        boolean queue = annotation.name().equals(Names.QUEUE_LISTENER);
        var destination = annotation.value().asString();
        var subscription = queue ? "" : annotation.value("subscription").asString();
        int partitions = annotation.valueWithDefault(index, "partitions").asInt();
        int concurrency = annotation.valueWithDefault(index, "concurrency").asInt();
        var kind = queue ? DestinationKind.QUEUE : DestinationKind.TOPIC;
        requireNames(method, kind, destination, subscription, partitions);
        if (concurrency < 1 || concurrency > ListenerDefinition.MAX_CONCURRENCY) {
            throw new InvalidListener(
                    method,
                    "has concurrency = " + concurrency + ": it must be at least 1, and at most "
                            + ListenerDefinition.MAX_CONCURRENCY + ".");
        }
        var name = annotation.valueWithDefault(index, "name").asString();
        var taken = parameters.read(method, beanMethod.parameters());
        var result = ResultReader.read(method, beanMethod.returned(), taken.batch(), destination);
        var definition = new ListenerDefinition(
                InvalidListener.describe(method),
                name.isEmpty() ? defaultName(destination, subscription) : name,
                kind,
                destination,
                subscription,
                true,
                partitions,
                concurrency,
                Ordering.valueOf(annotation.valueWithDefault(index, "ordering").asEnum()),
                queue
                        ? null
                        : TopicListener.Start.valueOf(
                                annotation.valueWithDefault(index, "start").asEnum()),
                consumption.read(method, annotation, queue, taken.batch()),
                policies.retry(method, bean),
                policies.deadLetter(method, bean, destination),
                taken.list(),
                invocations.read(method, bean, taken.batch(), result));
        return new Read(definition, taken.payload(), result.payload());
    }

    private static AnnotationInstance annotation(MethodInfo method) throws InvalidListener {
        var queue = method.declaredAnnotation(Names.QUEUE_LISTENER);
        var topic = method.declaredAnnotation(Names.TOPIC_LISTENER);
        if (queue != null && topic != null) {
            throw new InvalidListener(
                    method, "has both @QueueListener and @TopicListener: make it two methods, one for each.");
        }
        var annotation = queue != null ? queue : topic;
        for (var other : Names.CHANNELS) {
            if (method.hasDeclaredAnnotation(other)) {
                throw new InvalidListener(
                        method,
                        "has both @" + annotation.name().withoutPackagePrefix() + " and @"
                                + other.withoutPackagePrefix()
                                + " of Reactive Messaging, and would be called by both: make it two methods, one for"
                                + " each.");
            }
        }
        return annotation;
    }

    private static void requireCallable(MethodInfo method) throws InvalidListener {
        if (Modifier.isPrivate(method.flags())) {
            throw new InvalidListener(method, "is private and cannot be called: leave the modifier out.");
        }
        if (Modifier.isStatic(method.flags())) {
            throw new InvalidListener(method, "is static: a listener is a method of a bean.");
        }
    }

    private static void requireNames(
            MethodInfo method, DestinationKind kind, String destination, String subscription, int partitions)
            throws InvalidListener {
        try {
            var checked = Destination.builder(nameOrUnknown(destination), kind)
                    .partitions(partitions)
                    .build();
            if (!checked.isQueue()) {
                Subscription.ofTopic(checked.name(), nameOrUnknown(subscription))
                        .build();
            }
        } catch (PenstockException.InvalidConfiguration e) {
            throw new InvalidListener(method, "cannot listen. " + e.getMessage());
        }
    }

    /** The name itself, or a valid one in place of an expression that only configuration resolves. */
    static String nameOrUnknown(String name) {
        return name.contains(EXPRESSION) ? UNKNOWN_YET : name;
    }

    private static String defaultName(String destination, String subscription) {
        return subscription.isEmpty() ? destination : destination + "." + subscription;
    }
}
