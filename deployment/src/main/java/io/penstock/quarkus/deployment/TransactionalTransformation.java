package io.penstock.quarkus.deployment;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.Declaration;

/**
 * Removes {@code @Transactional} from message-driven beans whose transactions the container begins anyway, around each
 * message and with the bean's time-out. The interceptor of the annotation would find that transaction, and fail every
 * message of a bean that has a time-out of its own.
 */
final class TransactionalTransformation implements AnnotationTransformation {

    private static final String REQUIRED = "REQUIRED";

    @Override
    public boolean supports(AnnotationTarget.Kind kind) {
        return kind == AnnotationTarget.Kind.CLASS || kind == AnnotationTarget.Kind.METHOD;
    }

    @Override
    public void apply(TransformationContext context) {
        if (isOfBean(context.declaration())) {
            context.remove(TransactionalTransformation::isRedundant);
        }
    }

    private static boolean isOfBean(Declaration target) {
        return target.kind() == AnnotationTarget.Kind.CLASS
                ? target.asClass().hasDeclaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN)
                : MessageDrivenReader.isOnMessage(target.asMethod())
                        && target.asMethod().declaringClass().hasDeclaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN);
    }

    private static boolean isRedundant(AnnotationInstance annotation) {
        return annotation.name().equals(JmsAnnotations.TRANSACTIONAL)
                && (annotation.value() == null || annotation.value().asEnum().equals(REQUIRED));
    }
}
