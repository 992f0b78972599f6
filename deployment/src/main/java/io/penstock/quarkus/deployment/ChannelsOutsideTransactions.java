package io.penstock.quarkus.deployment;

import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.arc.processor.InjectionPointsTransformer;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Type;

/**
 * Gives the connector of Reactive Messaging the broker that takes no part in transactions. A channel sends on whichever
 * thread happens to empty its queue, so the transaction of that thread may be that of somebody else.
 */
final class ChannelsOutsideTransactions implements InjectionPointsTransformer {

    private static final String CONNECTOR = "io.penstock.connector";

    @Override
    public boolean appliesTo(Type requiredType) {
        return requiredType.name().equals(Names.BROKER);
    }

    @Override
    public void transform(TransformationContext context) {
        if (CONNECTOR.equals(
                declaringClass(context.getAnnotationTarget()).name().packagePrefix())) {
            context.transform().add(OutsideTransaction.class).done();
        }
    }

    private static ClassInfo declaringClass(AnnotationTarget target) {
        return switch (target.kind()) {
            case FIELD -> target.asField().declaringClass();
            case METHOD_PARAMETER -> target.asMethodParameter().method().declaringClass();
            default -> target.asMethod().declaringClass();
        };
    }
}
