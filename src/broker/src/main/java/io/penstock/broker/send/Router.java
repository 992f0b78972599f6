package io.penstock.broker.send;

import io.penstock.ExchangeType;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RouteStep;
import io.penstock.UnroutablePolicy;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.filter.Fields;
import io.penstock.broker.filter.Work;
import io.penstock.broker.record.MessageFields;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.routing.LocalExchange;
import io.penstock.broker.routing.RoutedMessage;
import io.penstock.journal.record.EncodedRecord;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Finds the queues and topics of a message that is sent to an exchange. Safe for any thread. */
final class Router {

    private final Catalog catalog;

    Router(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The destinations of a message, by name, each once; none if it is to be thrown away.
     *
     * @param record of the message: asked for if a filter wants to see it
     * @throws PenstockException.Unroutable if there are none, and the exchange rejects that
     * @throws PenstockException.InvalidMessage if its routing key is too long, there are too many, or the filters of
     *     bindings cost too much for it
     */
    List<LocalDestination> targets(LocalExchange exchange, Message message, Supplier<EncodedRecord> record) {
        var found = new TreeMap<String, LocalDestination>();
        var seen = new HashSet<LocalExchange>();
        var next = new ArrayDeque<LocalExchange>();
        var routed = new Routed(message, record);
        next.add(exchange);
        seen.add(exchange);
        while (!next.isEmpty()) {
            var from = next.poll();
            requireKey(from, message);
            for (var name : from.route(routed)) {
                var destination = catalog.find(name);
                if (destination != null) {
                    found.put(name, destination);
                } else {
                    // The exchange is null if it has just been deleted.
                    var other = catalog.routing().exchange(name);
                    if (other != null && seen.add(other)) {
                        next.add(other);
                    }
                }
            }
        }
        requireSome(exchange, message, found.values());
        return List.copyOf(found.values());
    }

    /** The steps of a message from an exchange on, as they would be taken now. */
    List<RouteStep> steps(LocalExchange exchange, Message message, Supplier<EncodedRecord> record) {
        var steps = new ArrayList<RouteStep>();
        var seen = new HashSet<LocalExchange>();
        var next = new ArrayDeque<LocalExchange>();
        var routed = new Routed(message, record);
        next.add(exchange);
        seen.add(exchange);
        while (!next.isEmpty()) {
            var from = next.poll();
            requireKey(from, message);
            for (var step : from.steps(routed)) {
                steps.add(step);
                var other = catalog.routing().exchange(step.destination());
                if (other != null && seen.add(other)) {
                    next.add(other);
                }
            }
        }
        return steps;
    }

    /** The key of a message is often no routing key, and then need not be as short. */
    private static void requireKey(LocalExchange exchange, Message message) {
        var type = exchange.declared().exchange().type();
        boolean isAsked = type == ExchangeType.DIRECT || type == ExchangeType.PATTERN;
        if (isAsked
                && !message.hasRoutingKey()
                && message.key() != null
                && message.key().length > MessageRules.MAX_ROUTING_KEY_BYTES) {
            throw new PenstockException.InvalidMessage("The message to exchange '" + exchange.name() + "' has a key of "
                    + message.key().length + " bytes, which it is to be routed by: use at most "
                    + MessageRules.MAX_ROUTING_KEY_BYTES + ", or set a routing key.");
        }
    }

    private static void requireSome(LocalExchange exchange, Message message, Collection<LocalDestination> found) {
        if (found.isEmpty() && exchange.declared().exchange().unroutable() == UnroutablePolicy.REJECT) {
            throw new PenstockException.Unroutable(exchange.name(), message.routingKey());
        }
        if (found.size() > EngineBounds.DESTINATIONS_OF_A_MESSAGE) {
            throw new PenstockException.InvalidMessage("The message to exchange '" + exchange.name()
                    + "' would be written to " + found.size() + " destinations; the limit is "
                    + EngineBounds.DESTINATIONS_OF_A_MESSAGE
                    + ". Bind a topic, which any number of subscriptions can read.");
        }
    }

    /** Gives bindings what they ask of a message; it is used by one thread. */
    private static final class Routed implements RoutedMessage {

        private final Message message;
        private final Supplier<EncodedRecord> record;
        private final Work work = new Work();
        private Fields fields;

        private Routed(Message message, Supplier<EncodedRecord> record) {
            this.message = message;
            this.record = record;
        }

        @Override
        public String routingKey() {
            return message.routingKey();
        }

        @Override
        public Headers headers() {
            return message.headers();
        }

        @Override
        public Fields fields() {
            if (fields == null) {
                fields = new MessageFields(record.get().view(), null);
            }
            return fields;
        }

        @Override
        public Work work() {
            return work;
        }
    }
}
