package io.penstock.quarkus.jms;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.Setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Resolves JNDI names to destinations: by configuration, then by the definitions of classes, and else by the last
 * segment of the name.
 */
@Singleton
public class JmsNames {

    private static final String QUEUE = "queue:";
    private static final String TOPIC = "topic:";

    private final Map<String, String> configured;
    private final Map<String, String> defined = new HashMap<>();

    @Inject
    JmsNames(PenstockConfig config, JmsDefinitions definitions) {
        this(config.jms().jndi(), definitions);
    }

    JmsNames(Map<String, String> configured, JmsDefinitions definitions) {
        this.configured = configured;
        definitions.destinations().forEach(each -> defined.put(each.name(), each.destination()));
    }

    /**
     * Resolves a JNDI name to a destination.
     *
     * @param wanted the kind that is needed; null for the kind that the name tells, which is a queue unless a segment
     *     is "topic"
     * @throws PenstockException.InvalidConfiguration if the destination is of the other kind, or its name is invalid
     */
    public Destination destination(String name, DestinationKind wanted) {
        var given = configured.containsKey(name) ? configured.get(name) : defined.get(name);
        try {
            var destination = given == null ? guessed(name, wanted) : parsed(given);
            if (wanted != null && destination.kind() != wanted) {
                throw new PenstockException.InvalidConfiguration(
                        "it must stand for a " + label(wanted) + ", but it stands for '" + given + "'.");
            }
            return destination;
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration("The JNDI name '" + name + "' cannot be used: "
                    + e.getMessage() + " Set what it stands for: penstock.jms.jndi.\"" + name + "\" = queue:NAME or"
                    + " topic:NAME.");
        }
    }

    /** The destinations that classes define, with what configuration says of them; they are declared at the start. */
    public List<Destination> definitions() {
        var destinations = new ArrayList<Destination>();
        defined.keySet().stream().sorted().forEach(name -> destinations.add(destination(name, null)));
        return destinations;
    }

    /**
     * The destinations that {@code penstock.jms.jndi} names, whether or not they are used.
     *
     * @throws PenstockException.InvalidConfiguration if a value is no destination; the message names the property
     */
    public List<Destination> mapped() {
        var destinations = new ArrayList<Destination>();
        configured.keySet().stream().sorted().forEach(name -> {
            var given = configured.get(name);
            try {
                destinations.add(parsed(given));
            } catch (PenstockException.InvalidConfiguration e) {
                throw Setting.entry("quarkus.penstock.jms.jndi", name)
                        .wrong(given, "say queue:NAME or topic:NAME. " + e.getMessage());
            }
        });
        return destinations;
    }

    private static Destination parsed(String text) {
        if (text.startsWith(QUEUE)) {
            return Destination.queue(text.substring(QUEUE.length())).build();
        }
        if (text.startsWith(TOPIC)) {
            return Destination.topic(text.substring(TOPIC.length())).build();
        }
        throw new PenstockException.InvalidConfiguration("'" + text + "' is neither queue:NAME nor topic:NAME.");
    }

    private static Destination guessed(String name, DestinationKind wanted) {
        var last = lastSegment(name);
        var kind = wanted == null ? kindOf(name) : wanted;
        return kind == DestinationKind.QUEUE
                ? Destination.queue(last).build()
                : Destination.topic(last).build();
    }

    /**
     * The kind that a JNDI name tells: a topic if a segment is "topic", as in {@code java:/jms/topic/prices}, else a
     * queue.
     */
    public static DestinationKind kindOf(String name) {
        return List.of(name.toLowerCase(java.util.Locale.ROOT).split("[/:]")).contains("topic")
                ? DestinationKind.TOPIC
                : DestinationKind.QUEUE;
    }

    static String lastSegment(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
    }

    private static String label(DestinationKind kind) {
        return kind == DestinationKind.QUEUE ? "queue" : "topic";
    }
}
