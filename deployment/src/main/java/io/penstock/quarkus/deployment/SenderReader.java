package io.penstock.quarkus.deployment;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.quarkus.SenderDefinition;
import io.quarkus.arc.processor.InjectionPointInfo;
import org.jboss.jandex.Type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Collects the injection points that ask for a sender of objects, and says which of them are invalid. It is used once.
 */
final class SenderReader {

    private static final String INCOMPLETE = "which does not say exactly what it sends: name a class or a full generic"
            + " type, as in @SendsTo(\"orders\") TypedSender<Order>.";

    private static final String MESSAGES =
            "but a message is no object that a codec writes: inject io.penstock.Broker, which sends messages.";

    private static final String NOWHERE = " asks for a TypedSender and does not say where it sends to: add @SendsTo.";

    private final List<SenderDefinition> senders = new ArrayList<>();
    private final List<Type> payloads = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Reads the injection points. One that asks for another type with this qualifier is left to CDI, which finds no
     * bean for it.
     */
    void read(Collection<InjectionPointInfo> points) {
        for (var point : points) {
            var qualifier = point.getRequiredQualifier(Names.SENDS_TO);
            if (point.getRequiredType().name().equals(Names.TYPED_SENDER)) {
                if (qualifier != null) {
                    read(point, qualifier.value().asString());
                } else if (point.getRequiredQualifier(Names.OUTSIDE_TRANSACTION) != null) {
                    problems.add(point.getTargetInfo() + NOWHERE);
                }
            }
        }
    }

    List<SenderDefinition> senders() {
        return senders;
    }

    /** The types of what is sent, without the wrapper types. */
    List<Type> payloads() {
        return payloads;
    }

    List<String> problems() {
        return problems;
    }

    private void read(InjectionPointInfo point, String destination) {
        var where = point.getTargetInfo();
        var type = point.getRequiredType();
        if (type.kind() != Type.Kind.PARAMETERIZED_TYPE || !isComplete(type)) {
            problems.add(where + " asks for " + type + ", " + INCOMPLETE);
            return;
        }
        if (type.asParameterizedType().arguments().get(0).name().equals(Names.MESSAGE)) {
            problems.add(where + " asks for " + type + ", " + MESSAGES);
            return;
        }
        try {
            Destination.queue(ListenerReader.nameOrUnknown(destination)).build();
        } catch (PenstockException.InvalidConfiguration e) {
            problems.add(where + " cannot send. " + e.getMessage());
            return;
        }
        senders.add(new SenderDefinition(where, destination));
        payloads.addAll(Payloads.of(type));
    }

    /** Whether a type has neither a wildcard nor a variable in it. */
    static boolean isComplete(Type type) {
        return switch (type.kind()) {
            case CLASS, PRIMITIVE -> true;
            case ARRAY -> isComplete(type.asArrayType().constituent());
            case PARAMETERIZED_TYPE ->
                type.asParameterizedType().arguments().stream().allMatch(SenderReader::isComplete);
            default -> false;
        };
    }
}
