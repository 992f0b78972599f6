package io.penstock.embedded;

import io.penstock.PenstockException;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.destination.PenstockTopic;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.naming.ConfigurationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;

/**
 * Reads the connection factories, queues and topics that a JNDI environment names. Nothing is made, and no broker is
 * started, before somebody looks it up.
 */
final class NamedObjects {

    private static final String FACTORY = "connectionfactory.";
    private static final String QUEUE = "queue.";
    private static final String TOPIC = "topic.";
    private static final String ANY_QUEUE = "dynamicQueues/";
    private static final String ANY_TOPIC = "dynamicTopics/";
    private static final List<String> FACTORIES =
            List.of("ConnectionFactory", "QueueConnectionFactory", "TopicConnectionFactory", "XAConnectionFactory");
    private static final String CLIENT_ID = "clientId=";

    @FunctionalInterface
    interface Maker {
        Object make() throws NamingException;
    }

    private final Map<String, Maker> byName = new TreeMap<>();

    private NamedObjects() {}

    static NamedObjects read(Map<?, ?> environment, Path directory) throws NamingException {
        var objects = new NamedObjects();
        for (String name : FACTORIES) {
            objects.byName.put(name, () -> factory(directory));
        }
        for (var entry : environment.entrySet()) {
            objects.add(
                    entry.getKey().toString(), String.valueOf(entry.getValue()).trim(), directory);
        }
        return objects;
    }

    private void add(String key, String value, Path directory) throws NamingException {
        if (hasPrefix(key, FACTORY)) {
            byName.put(key.substring(FACTORY.length()), factory(key, value, directory));
        } else if (hasPrefix(key, QUEUE)) {
            byName.put(key.substring(QUEUE.length()), () -> destination(value, PenstockQueue::new));
        } else if (hasPrefix(key, TOPIC)) {
            byName.put(key.substring(TOPIC.length()), () -> destination(value, PenstockTopic::new));
        }
    }

    /** Whether a key has the prefix. Other providers write {@code connectionFactory.} or {@code connectionfactory.}. */
    private static boolean hasPrefix(String key, String prefix) {
        return key.length() > prefix.length() && key.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static Maker factory(String key, String value, Path directory) throws NamingException {
        if (value.isEmpty()) {
            return () -> factory(directory);
        }
        if (value.startsWith(CLIENT_ID) && value.length() > CLIENT_ID.length()) {
            return () -> factory(directory).withClientId(value.substring(CLIENT_ID.length()));
        }
        throw new ConfigurationException(key + " is '" + value + "': expected nothing, or " + CLIENT_ID + "NAME. Where"
                + " the broker is says java.naming.provider.url.");
    }

    private static PenstockConnectionFactory factory(Path directory) throws NamingException {
        try {
            return Running.findOrStart(directory).connectionFactory();
        } catch (PenstockException e) {
            throw caused(new ConfigurationException("No broker could be started: " + e.getMessage()), e);
        }
    }

    private static Object destination(String name, Function<String, ?> maker) throws NamingException {
        try {
            return maker.apply(name);
        } catch (PenstockException.InvalidConfiguration e) {
            throw caused(new ConfigurationException(e.getMessage()), e);
        }
    }

    private static NamingException caused(NamingException problem, Exception cause) {
        problem.setRootCause(cause);
        return problem;
    }

    Object lookup(String name) throws NamingException {
        var maker = byName.get(name);
        if (maker != null) {
            return maker.make();
        }
        if (hasPrefix(name, ANY_QUEUE)) {
            return destination(name.substring(ANY_QUEUE.length()), PenstockQueue::new);
        }
        if (hasPrefix(name, ANY_TOPIC)) {
            return destination(name.substring(ANY_TOPIC.length()), PenstockTopic::new);
        }
        throw new NameNotFoundException("There is no '" + name + "': known are " + byName.keySet() + ", " + ANY_QUEUE
                + "NAME and " + ANY_TOPIC + "NAME. Add queue." + name + ", topic." + name + " or connectionFactory."
                + name + " to the JNDI properties.");
    }
}
