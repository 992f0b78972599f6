package io.penstock.quarkus.listener;

import java.util.List;

/** Holds the listeners and message-driven beans that the build found. */
public record ListenerRegistry(List<Listener> listeners, List<MessageDrivenBean> beans) {

    public ListenerRegistry {
        listeners = List.copyOf(listeners);
        beans = List.copyOf(beans);
    }
}
