package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.MessageDrivenBean.Demarcation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;

/** Finds out who begins and ends the transactions of a message-driven bean. */
final class DemarcationReader {

    private final boolean transactions;

    /** @param transactions whether the application has a transaction manager */
    DemarcationReader(boolean transactions) {
        this.transactions = transactions;
    }

    Demarcation read(MethodInfo onMessage, ClassInfo type) throws InvalidListener {
        var management = type.declaredAnnotation(JmsAnnotations.TRANSACTION_MANAGEMENT);
        var attribute = attribute(onMessage, type);
        if (management != null
                && management.value() != null
                && management.value().asEnum().equals("BEAN")) {
            if (attribute != null) {
                throw new InvalidListener(
                        type,
                        "manages transactions itself and has @"
                                + attribute.name().withoutPackagePrefix() + " for the container: remove one of them.");
            }
            return requireTransactions(type, Demarcation.BEAN);
        }
        var wanted = attribute == null || attribute.value() == null
                ? "REQUIRED"
                : attribute.value().asEnum();
        return switch (wanted) {
            case "REQUIRED" -> requireTransactions(type, Demarcation.CONTAINER);
            case "NOT_SUPPORTED" -> Demarcation.NONE;
            default ->
                throw new InvalidListener(
                        type,
                        "has @" + attribute.name().withoutPackagePrefix() + "(" + wanted
                                + "): a message has no caller, so it must be REQUIRED or NOT_SUPPORTED.");
        };
    }

    private static AnnotationInstance attribute(MethodInfo onMessage, ClassInfo type) {
        var attribute = PolicyReader.find(JmsAnnotations.TRANSACTION_ATTRIBUTE, onMessage, type);
        return attribute != null ? attribute : PolicyReader.find(JmsAnnotations.TRANSACTIONAL, onMessage, type);
    }

    private Demarcation requireTransactions(ClassInfo type, Demarcation demarcation) throws InvalidListener {
        if (!transactions) {
            throw new InvalidListener(
                    type,
                    "works in JTA transactions, and the application has no transaction manager: add the"
                            + " dependency io.quarkus:quarkus-narayana-jta, or"
                            + " @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED).");
        }
        return demarcation;
    }
}
