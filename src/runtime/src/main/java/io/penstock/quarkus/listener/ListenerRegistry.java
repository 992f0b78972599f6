package io.penstock.quarkus.listener;

import java.util.List;

/** The listeners of this application, as the build found them. */
public record ListenerRegistry(List<Listener> listeners) {

    public ListenerRegistry {
        listeners = List.copyOf(listeners);
    }
}
