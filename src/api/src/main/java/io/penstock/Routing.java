package io.penstock;

import java.util.List;

/**
 * Routing decides which messages go where without their senders knowing, by bindings of exchanges and by wildcard
 * subscriptions. What is
 * changed here is durable when a method returns, and holds for what is sent from then on.
 */
public interface Routing {

    /**
     * Makes a binding exist; does nothing if it does.
     *
     * @throws PenstockException.UnknownDestination if its exchange or its destination does not exist
     * @throws PenstockException.InvalidConfiguration if it does not fit the type of its exchange
     * @throws PenstockException.Conflict if messages would go round in a circle or over too many exchanges, or if there
     *     are too many bindings
     */
    void bind(Binding binding);

    /** Removes a binding, if there is an equal one. */
    void unbind(Binding binding);

    /**
     * The bindings of an exchange, in the order in which they were made.
     *
     * @throws PenstockException.UnknownDestination if there is no such exchange
     */
    List<Binding> bindings(String exchange);

    /**
     * Tells where a message would go that was sent to an exchange now, and writes nothing: each step from there on, in
     * the order in which they would be taken. The message goes to the destinations of the steps that are no exchanges,
     * to each once. Without any step it would be unroutable.
     *
     * @param message to the exchange; what bindings ask for of it counts: routing key or key, and headers
     * @throws PenstockException.UnknownDestination if its destination is no exchange
     * @throws PenstockException.InvalidMessage if its routing key is too long, or filters cost too much for it
     */
    List<RouteStep> steps(Message message);

    /**
     * Makes a wildcard subscription exist, with the subscriptions of all topics that match, in one atomic step.
     * Declaring it again replaces the policies of all of them and keeps their progress.
     *
     * @throws PenstockException.Conflict if what cannot change (pattern, ordering) differs from what exists, a
     *     topic that matches has a subscription of that name, or there are too many rules
     */
    TopicRule declare(TopicRule rule);

    /** Lists all wildcard subscriptions by name. */
    List<TopicRule> rules();

    /**
     * Removes a wildcard subscription with the subscriptions that it made and their progress, in one atomic step; does
     * nothing if there is none of that name.
     *
     * @throws PenstockException.Conflict if one of them has consumers
     */
    void removeRule(String name);
}
