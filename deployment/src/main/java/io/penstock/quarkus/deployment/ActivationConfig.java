package io.penstock.quarkus.deployment;

import io.penstock.AsciiNumbers;
import io.penstock.DestinationKind;
import io.penstock.quarkus.listener.ListenerDefinition;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jakarta.jms.Queue;
import jakarta.jms.Topic;

/**
 * Reads the activation properties of one message-driven bean, and refuses unknown ones, doubled ones and invalid
 * values.
 */
final class ActivationConfig {

    private static final String DESTINATION = "destination";
    private static final String DESTINATION_LOOKUP = "destinationLookup";
    private static final String DESTINATION_TYPE = "destinationType";
    private static final String ACKNOWLEDGE_MODE = "acknowledgeMode";
    private static final String DURABILITY = "subscriptionDurability";
    private static final String SUBSCRIPTION_NAME = "subscriptionName";
    private static final String CLIENT_ID = "clientId";
    private static final String SELECTOR = "messageSelector";

    /** The two spellings that are in use for shared subscriptions. */
    private static final List<String> SHARED = List.of("shareSubscriptions", "sharedSubscriptions");

    private static final List<String> MAX_SESSION = List.of("maxSession", "maxSessions");

    /**
     * The name of a connection factory. It changes nothing, because every connection factory leads to the one broker.
     */
    private static final String FACTORY_LOOKUP = "connectionFactoryLookup";

    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            DESTINATION,
            DESTINATION_LOOKUP,
            DESTINATION_TYPE,
            ACKNOWLEDGE_MODE,
            DURABILITY,
            SUBSCRIPTION_NAME,
            CLIENT_ID,
            SELECTOR,
            FACTORY_LOOKUP));

    static {
        KNOWN.addAll(SHARED);
        KNOWN.addAll(MAX_SESSION);
    }

    private final ClassInfo bean;
    private final Map<String, String> properties = new LinkedHashMap<>();

    ActivationConfig(ClassInfo bean, AnnotationInstance messageDriven) throws InvalidListener {
        this.bean = bean;
        var given = messageDriven.value("activationConfig");
        for (var property : given == null ? new AnnotationInstance[0] : given.asNestedArray()) {
            add(
                    property.value("propertyName").asString(),
                    property.value("propertyValue").asString());
        }
        var mapped = messageDriven.value("mappedName");
        if (mapped != null && !mapped.asString().isEmpty() && destination().isEmpty()) {
            properties.put(DESTINATION_LOOKUP, mapped.asString());
        }
        if (destination().isEmpty()) {
            throw new InvalidListener(
                    bean, "names no destination: add the activation property destinationLookup or destination.");
        }
        acknowledgeMode();
    }

    private void add(String name, String value) throws InvalidListener {
        if (!KNOWN.contains(name)) {
            throw new InvalidListener(
                    bean,
                    "has the activation property '" + name + "', which is not supported: remove it. Supported are "
                            + String.join(", ", KNOWN) + ".");
        }
        if (properties.putIfAbsent(name, value) != null) {
            throw new InvalidListener(bean, "has the activation property '" + name + "' twice: remove one of them.");
        }
    }

    private String text(String name) {
        return properties.getOrDefault(name, "").strip();
    }

    private String text(List<String> spellings) throws InvalidListener {
        var given = spellings.stream().filter(properties::containsKey).toList();
        if (given.size() > 1) {
            throw new InvalidListener(
                    bean, "has the activation properties " + String.join(" and ", given) + ": remove one of them.");
        }
        return given.isEmpty() ? "" : text(given.get(0));
    }

    /** The JNDI name of the destination. */
    String destination() {
        return text(DESTINATION_LOOKUP).isEmpty() ? text(DESTINATION) : text(DESTINATION_LOOKUP);
    }

    /** The kind of the destination; null if no property says it. */
    DestinationKind kind() throws InvalidListener {
        var type = text(DESTINATION_TYPE);
        if (type.isEmpty()) {
            return null;
        }
        if (type.equals(Queue.class.getName())) {
            return DestinationKind.QUEUE;
        }
        if (type.equals(Topic.class.getName())) {
            return DestinationKind.TOPIC;
        }
        throw wrong(DESTINATION_TYPE, type, Queue.class.getName() + " or " + Topic.class.getName());
    }

    /**
     * Checks the acknowledge mode. Both modes have the same effect: a message is acknowledged when the bean has
     * returned, and the next one does not wait for the disk.
     */
    private void acknowledgeMode() throws InvalidListener {
        var mode = text(ACKNOWLEDGE_MODE);
        if (!Set.of("", "Auto-acknowledge", "Dups-ok-acknowledge").contains(mode)) {
            throw wrong(ACKNOWLEDGE_MODE, mode, "Auto-acknowledge or Dups-ok-acknowledge");
        }
    }

    boolean durable() throws InvalidListener {
        var durability = text(DURABILITY);
        if (!Set.of("", "Durable", "NonDurable").contains(durability)) {
            throw wrong(DURABILITY, durability, "Durable or NonDurable");
        }
        return durability.equals("Durable");
    }

    boolean shared() throws InvalidListener {
        var shared = text(SHARED);
        if (!Set.of("", "true", "false").contains(shared)) {
            throw wrong(SHARED.get(0), shared, "true or false");
        }
        return shared.equals("true");
    }

    /** The name of the subscription. A durable or shared subscription needs one, others do not. */
    String subscriptionName() throws InvalidListener {
        var name = text(SUBSCRIPTION_NAME);
        if (name.isEmpty() && (durable() || shared())) {
            throw new InvalidListener(
                    bean,
                    "has a durable or shared subscription without a name: add the activation property "
                            + SUBSCRIPTION_NAME + ".");
        }
        return name.isEmpty() ? bean.name().toString() : name;
    }

    /** The client identifier; null for none. */
    String clientId() {
        return text(CLIENT_ID).isEmpty() ? null : text(CLIENT_ID);
    }

    /** The message selector; null for all messages. */
    String selector() throws InvalidListener {
        var selector = text(SELECTOR);
        var problem = ConsumptionReader.problemOf(selector);
        if (problem != null) {
            throw new InvalidListener(
                    bean, "has the activation property " + SELECTOR + " = '" + selector + "'. " + problem);
        }
        return selector.isEmpty() ? null : selector;
    }

    /**
     * The number of instances of the bean.
     *
     * @param otherwise the number if no property says it
     */
    int maxSession(int otherwise) throws InvalidListener {
        var limit = text(MAX_SESSION);
        try {
            int sessions = limit.isEmpty() ? otherwise : AsciiNumbers.parseInt(limit);
            if (sessions >= 1 && sessions <= ListenerDefinition.MAX_CONCURRENCY) {
                return sessions;
            }
        } catch (NumberFormatException e) {
            // Text that is no number is reported below, like a number that is too small.
        }
        throw wrong(MAX_SESSION.get(0), limit, "a whole number from 1 to " + ListenerDefinition.MAX_CONCURRENCY);
    }

    private InvalidListener wrong(String property, String value, String allowed) {
        return new InvalidListener(
                bean, "has the activation property " + property + " = '" + value + "': it must be " + allowed + ".");
    }
}
