package io.penstock.postgres;

import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;

/** Fails the build where {@link Idempotent} could not keep its promise. */
public final class IdempotentRules implements BuildCompatibleExtension {

    @Registration(types = Object.class)
    public void check(BeanInfo bean, Messages messages) {
        if (!bean.isClassBean() || bean.isInterceptor()) {
            return;
        }
        var type = bean.declaringClass();
        if (type.hasAnnotation(Idempotent.class)) {
            messages.error(
                    "@Idempotent belongs on a listener method, not on its class: the other methods of the class are"
                            + " called without a delivery.",
                    type);
        }
        type.methods().stream()
                .filter(method -> method.hasAnnotation(Idempotent.class))
                .filter(method -> !method.returnType().isVoid())
                .forEach(method -> messages.error(
                        "An @Idempotent method must return void: a Uni or CompletionStage completes after the"
                                + " transaction of the claim has ended, and a skipped message has no result.",
                        method));
    }
}
