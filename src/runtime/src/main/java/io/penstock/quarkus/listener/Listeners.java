package io.penstock.quarkus.listener;

import java.util.List;

/**
 * The listeners of this application, for whoever starts, pauses and stops them while it runs. Inject it. Safe for use
 * by any thread, listeners included; nothing waits for a message that is being processed.
 *
 * <p>A listener has the name that configuration knows it by. Message-driven beans are listeners too. Those that
 * {@code enabled = false} switches off are not among them.
 */
public interface Listeners {

    /** All listeners and what they are doing, by name. */
    List<ListenerState> all();

    /**
     * What a listener is doing.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    ListenerState state(String name);

    /**
     * Lets a listener take messages: one that was stopped, paused, or never started. What it needs is declared anew.
     * One that runs goes on.
     *
     * @throws IllegalArgumentException if there is none of that name
     * @throws IllegalStateException if it is still stopping, or the application is
     * @throws io.penstock.PenstockException if it cannot consume
     */
    void start(String name);

    /**
     * Takes no more messages, and stays joined: what is bound to its consumers, such as partitions, message groups or
     * exclusive consumption, goes to nobody else. What is being processed goes on; what waits is given back. Only a
     * listener that runs can be paused; for one that does not, this does nothing.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    void pause(String name);

    /**
     * Takes no more messages, and leaves: others get what it would have got. It is stopping until what is being
     * processed is settled, and stopped then. One that is stopped stays so.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    void stop(String name);
}
