package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.TransactionTimeout;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** Says how long the transactions of a message-driven bean may take: the method's word, then the class's. */
final class TimeoutReader {

    /** What the annotation's attributes are if nobody has set them. */
    private static final int UNSET = -1;

    private static final String UNSET_PROPERTY = "<<unset>>";

    private final IndexView index;

    TimeoutReader(IndexView index) {
        this.index = index;
    }

    TransactionTimeout read(MethodInfo onMessage, ClassInfo type) throws InvalidListener {
        var annotation = onMessage.declaredAnnotation(JmsAnnotations.TRANSACTION_CONFIGURATION);
        for (var each = type; annotation == null && each != null; each = superclass(each)) {
            annotation = each.declaredAnnotation(JmsAnnotations.TRANSACTION_CONFIGURATION);
        }
        if (annotation == null) {
            return TransactionTimeout.DEFAULT;
        }
        requireOneTransaction(onMessage, type);
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
     * The interceptor of an inherited {@code @Transactional} would find the container's transaction, and refuse to give
     * it a time-out. The bean's own is taken away by {@link TransactionalTransformation}.
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
