package io.penstock;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Alerts are what a broker watches for, and which of it is so. Every change of a state is a {@link
 * BrokerEvent.AlertChanged} and a line in the log. Methods may be called from any thread.
 */
public interface Alerts {

    /**
     * Makes a rule exist, and waits until that is durable. Declaring an equal one again does nothing. Another one of
     * the same name takes its place: what fired by the old rule and does not by the new one is resolved.
     *
     * @return the rule as it exists now
     * @throws PenstockException.InvalidConfiguration if there are too many ({@link EngineLimit#ALERT_RULES}), or it is
     *     the alert of a subscription, which is declared with that
     */
    AlertRule declare(AlertRule rule);

    /** The rules that were declared, by name; without the alerts of subscriptions. */
    List<AlertRule> rules();

    /** The declared rule of that name, if it exists. */
    Optional<AlertRule> find(String name);

    /**
     * Removes a rule, and waits until that is durable. What it made fire is resolved.
     *
     * @throws PenstockException.UnknownAlert if there is none of that name
     */
    void remove(String name);

    /** What fires, and what was resolved within the last day; by rule, destination and subscription. */
    List<AlertState> states();

    /**
     * Why a rule cannot be evaluated now, by the rule's name; empty if all can be. Rules with a problem are tried on.
     */
    Map<String, String> problems();

    /**
     * Has each change handed on, in its order, until the stage that the receiver returns has completed: again after a
     * failure or a restart, so that the receiver may get a change twice. There is one receiver. Changes wait for the
     * first one, but only the latest of them, and over no restart. The receiver must not block.
     */
    void handOn(Function<AlertState, CompletionStage<?>> receiver);
}
