package io.penstock.quarkus.deployment;

import io.penstock.listener.ItemsFailedException;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.MethodInfo;

import jakarta.transaction.Transactional;

/**
 * Takes {@code @Transactional} off listener methods whose transactions the container begins, around each message and
 * with its acceptance. The interceptor of the annotation would begin another one, or refuse a time-out. Where the class
 * has the annotation, the method joins the container's transaction instead.
 */
final class ListenerTransactions implements AnnotationTransformation {

    @Override
    public boolean supports(AnnotationTarget.Kind kind) {
        return kind == AnnotationTarget.Kind.METHOD;
    }

    @Override
    public void apply(TransformationContext context) {
        var method = context.declaration().asMethod();
        if (!Names.isListener(method)
                || Names.ASYNCHRONOUS.contains(method.returnType().name())
                || method.hasDeclaredAnnotation(Names.IDEMPOTENT)) {
            return;
        }
        if (method.hasDeclaredAnnotation(JmsAnnotations.TRANSACTIONAL)) {
            context.remove(each -> each.name().equals(JmsAnnotations.TRANSACTIONAL) && isOfContainer(each));
        }
        if (joins(method)) {
            context.add(AnnotationInstance.builder(Transactional.class)
                    .value(Transactional.TxType.SUPPORTS)
                    .add("dontRollbackOn", new Class<?>[] {ItemsFailedException.class})
                    .build());
        }
    }

    private static boolean joins(MethodInfo method) {
        var ofClass = method.declaringClass().declaredAnnotation(JmsAnnotations.TRANSACTIONAL);
        var own = method.declaredAnnotation(JmsAnnotations.TRANSACTIONAL);
        return ofClass != null && (own == null ? isOfContainer(ofClass) : isOfContainer(own));
    }

    private static boolean isOfContainer(AnnotationInstance annotation) {
        var wanted =
                annotation.value() == null ? "REQUIRED" : annotation.value().asEnum();
        return wanted.equals("REQUIRED") || wanted.equals("REQUIRES_NEW");
    }
}
