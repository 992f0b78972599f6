package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.TransactionTimeout;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** Finds the time-out of a message-driven bean's transactions: that of the method, or else that of the class. */
final class TimeoutReader {

    /** The value of the annotation's attributes if they are not set. */
    private static final int UNSET = -1;

    private static final String UNSET_PROPERTY = "<<unset>>";

    private final IndexView index;

    TimeoutReader(IndexView index) {
        this.index = index;
    }

    TransactionTimeout read(MethodInfo onMessage, ClassInfo type) throws InvalidListener {
        var annotation = annotation(onMessage, type);
        if (annotation == null) {
            return TransactionTimeout.DEFAULT;
        }
        requireOneTransaction(onMessage, type);
        return timeout(annotation, type);
    }

    /**
     * Reads the time-out of a listener method. The container begins its transaction, so a class that has both
     * annotations for all its methods would have its interceptor refuse the time-out.
     */
    TransactionTimeout ofListener(MethodInfo method, ClassInfo bean) throws InvalidListener {
        var annotation = annotation(method, bean);
        if (annotation == null) {
            return TransactionTimeout.DEFAULT;
        }
        if (bean.hasDeclaredAnnotation(JmsAnnotations.TRANSACTIONAL)
                || method.declaringClass().hasDeclaredAnnotation(JmsAnnotations.TRANSACTIONAL)) {
            throw new InvalidListener(
                    method,
                    "has @TransactionConfiguration, and its class has @Transactional: put @Transactional on the methods"
                            + " instead, for each has a time-out of its own.");
        }
        return timeout(annotation, bean);
    }

    private AnnotationInstance annotation(MethodInfo method, ClassInfo type) {
        var annotation = method.declaredAnnotation(JmsAnnotations.TRANSACTION_CONFIGURATION);
        for (var each = type; annotation == null && each != null; each = superclass(each)) {
            annotation = each.declaredAnnotation(JmsAnnotations.TRANSACTION_CONFIGURATION);
        }
        return annotation;
    }

    private static TransactionTimeout timeout(AnnotationInstance annotation, ClassInfo type) throws InvalidListener {
        var timeout = annotation.value("timeout");
        int seconds = timeout == null || timeout.asInt() == UNSET ? 0 : positive(timeout.asInt(), type);
        return new TransactionTimeout(seconds, property(annotation));
    }

    private static int positive(int seconds, ClassInfo type) throws InvalidListener {
        if (seconds < 1) {
            throw new InvalidListener(
                    type, "has @TransactionConfiguration(timeout = " + seconds + "): it must be 1 second or more.");
        }
        return seconds;
    }

    private static String property(AnnotationInstance annotation) {
        var property = annotation.value("timeoutFromConfigProperty");
        return property == null || property.asString().equals(UNSET_PROPERTY) ? "" : property.asString();
    }

    /**
     * Refuses an inherited {@code @Transactional}: its interceptor would find the container's transaction, and refuse
     * to give it a time-out. {@link TransactionalTransformation} takes the bean's own away.
     */
    private void requireOneTransaction(MethodInfo onMessage, ClassInfo type) throws InvalidListener {
        boolean inherits = !onMessage.declaringClass().name().equals(type.name())
                && onMessage.hasDeclaredAnnotation(JmsAnnotations.TRANSACTIONAL);
        for (var each = superclass(type); each != null; each = superclass(each)) {
            inherits |= each.hasDeclaredAnnotation(JmsAnnotations.TRANSACTIONAL);
        }
        if (inherits) {
            throw new InvalidListener(
                    type,
                    "has @TransactionConfiguration and inherits @Transactional: the container begins its transactions,"
                            + " so remove @Transactional from the superclass, or put it on the bean itself.");
        }
    }

    private ClassInfo superclass(ClassInfo type) {
        return type.superName() == null ? null : index.getClassByName(type.superName());
    }
}
