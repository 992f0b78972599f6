package io.penstock.quarkus.deployment;

import io.penstock.PenstockException;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.destination.PenstockTopic;
import io.penstock.quarkus.jms.JmsDefinitions;
import io.penstock.quarkus.jms.JmsDefinitions.DestinationDefinition;
import io.penstock.quarkus.jms.JmsDefinitions.FactoryDefinition;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jakarta.jms.Queue;
import jakarta.jms.Topic;

/** Collects the destinations and connection factories that classes define by annotation. It is used once. */
final class DefinitionReader {

    private final IndexView index;
    private final Map<String, DestinationDefinition> destinations = new TreeMap<>();
    private final Map<String, FactoryDefinition> factories = new TreeMap<>();
    private final List<InvalidListener> problems = new ArrayList<>();

    DefinitionReader(IndexView index) {
        this.index = index;
    }

    List<InvalidListener> problems() {
        return problems;
    }

    JmsDefinitions read() {
        annotations(JmsAnnotations.DESTINATION_DEFINITION, JmsAnnotations.DESTINATION_DEFINITIONS)
                .forEach(each -> reading(() -> destination(each)));
        annotations(JmsAnnotations.FACTORY_DEFINITION, JmsAnnotations.FACTORY_DEFINITIONS)
                .forEach(each -> reading(() -> factory(each)));
        return new JmsDefinitions(List.copyOf(destinations.values()), List.copyOf(factories.values()));
    }

    private interface Reading {
        void run() throws InvalidListener;
    }

    private void reading(Reading reading) {
        try {
            reading.run();
        } catch (InvalidListener e) {
            problems.add(e);
        }
    }

    /** Finds the annotations that stand alone and those in a container annotation, with the class that has them. */
    private Stream<Defined> annotations(DotName single, DotName container) {
        return Stream.concat(
                index.getAnnotations(single).stream()
                        .filter(each -> each.target() != null)
                        .map(each -> new Defined(each.target().asClass(), each)),
                index.getAnnotations(container).stream()
                        .flatMap(all -> Stream.of(all.value().asNestedArray())
                                .map(each -> new Defined(all.target().asClass(), each))));
    }

    private record Defined(ClassInfo by, AnnotationInstance annotation) {

        String text(String attribute) {
            var value = annotation.value(attribute);
            return value == null ? "" : value.asString();
        }

        String name() throws InvalidListener {
            if (text("name").isEmpty()) {
                throw new InvalidListener(by, "has " + this + " without a name.");
            }
            return text("name");
        }

        @Override
        public String toString() {
            return "@" + annotation.name().withoutPackagePrefix();
        }
    }

    private void destination(Defined defined) throws InvalidListener {
        var name = defined.name();
        var given = defined.text("destinationName");
        var inBroker = given.isEmpty() ? name.substring(name.lastIndexOf('/') + 1) : given;
        var type = defined.text("interfaceName");
        try {
            var destination = type.equals(Topic.class.getName())
                    ? new PenstockTopic(inBroker)
                    : type.equals(Queue.class.getName()) ? new PenstockQueue(inBroker) : null;
            if (destination == null) {
                throw new InvalidListener(
                        defined.by(),
                        "has " + defined + " '" + name + "' with interfaceName = '" + type + "': it must be "
                                + Queue.class.getName() + " or " + Topic.class.getName() + ".");
            }
            requireUnique(
                    defined,
                    name,
                    destinations.putIfAbsent(name, new DestinationDefinition(name, destination.toString())));
        } catch (PenstockException.InvalidConfiguration e) {
            throw new InvalidListener(
                    defined.by(), "has " + defined + " '" + name + "', which is invalid. " + e.getMessage());
        }
    }

    private void factory(Defined defined) throws InvalidListener {
        var name = defined.name();
        var transactional = defined.annotation().value("transactional");
        var definition = new FactoryDefinition(
                name,
                defined.text("user"),
                defined.text("password"),
                defined.text("clientId"),
                transactional == null || transactional.asBoolean());
        requireUnique(defined, name, factories.putIfAbsent(name, definition));
    }

    private static void requireUnique(Defined defined, String name, Record other) throws InvalidListener {
        if (other != null) {
            throw new InvalidListener(
                    defined.by(), "has " + defined + " '" + name + "', which is defined already: remove one of them.");
        }
    }
}
