package io.penstock.postgres.deployment;

import io.penstock.postgres.Idempotent;
import io.quarkus.arc.deployment.BeanArchiveIndexBuildItem;
import io.quarkus.arc.deployment.BeanRegistrationPhaseBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.AnnotationStore;
import io.quarkus.arc.processor.BuildExtension;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import java.util.HashSet;
import jakarta.enterprise.inject.spi.DeploymentException;

/** Fails the build where {@link Idempotent} could not keep its promise. */
class IdempotentProcessor {

    private static final DotName IDEMPOTENT = DotName.createSimple(Idempotent.class);

    /** Looks at all beans, those that are removed later because nobody uses them included. */
    @BuildStep
    void check(
            BeanRegistrationPhaseBuildItem registration,
            BeanArchiveIndexBuildItem beans,
            BuildProducer<ValidationErrorBuildItem> errors) {
        AnnotationStore annotations = registration.getContext().get(BuildExtension.Key.ANNOTATION_STORE);
        var problems = new HashSet<String>();
        registration.getContext().beans().classBeans().forEach(bean -> {
            var type = bean.getTarget().orElseThrow().asClass();
            if (annotations.hasAnnotation(type, IDEMPOTENT)) {
                problems.add(type.name() + " is @Idempotent: the annotation belongs on a listener method, not on its"
                        + " class, since the other methods of the class are called without a delivery.");
            }
            for (var method : Methods.of(type, beans.getIndex())) {
                if (annotations.hasAnnotation(method, IDEMPOTENT)
                        && method.returnType().kind() != Type.Kind.VOID) {
                    problems.add(method.declaringClass().name() + "." + method.name() + " is @Idempotent and returns "
                            + method.returnType().name().withoutPackagePrefix()
                            + ": an @Idempotent method must return void. A Uni or CompletionStage completes after the"
                            + " transaction of the claim has ended, and a skipped message has no result.");
                }
            }
        });
        problems.stream()
                .sorted()
                .forEach(problem -> errors.produce(new ValidationErrorBuildItem(new DeploymentException(problem))));
    }
}
