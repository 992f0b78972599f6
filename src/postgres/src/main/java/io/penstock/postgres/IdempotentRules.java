package io.penstock.postgres;

import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.interceptor.Interceptor;

/** Fails the build where {@link Idempotent} cannot keep its promise. */
public final class IdempotentRules implements BuildCompatibleExtension {

    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = Idempotent.class)
    public void check(ClassConfig type, Messages messages) {
        if (type.info().hasAnnotation(Interceptor.class)) {
            return;
        }
        if (type.info().hasAnnotation(Idempotent.class)) {
            messages.error(
                    "@Idempotent belongs on a listener method, not on the class: its other methods are called"
                            + " without a delivery.",
                    type.info());
        }
        type.info().methods().stream()
                .filter(method -> method.hasAnnotation(Idempotent.class))
                .filter(method -> !method.returnType().isVoid())
                .forEach(method -> messages.error(
                        "An @Idempotent method must return void: a Uni or CompletionStage"
                                + " completes after the transaction of the claim has ended, and a skipped message has no"
                                + " result.",
                        method));
    }
}
