package io.penstock.quarkus.listener;

import java.util.List;

/** The listeners of this application, as the build found them. */
public record ListenerRegistry(List<Listener> listeners, List<MessageDrivenBean> beans) {

    public ListenerRegistry {
        listeners = List.copyOf(listeners);
        beans = List.copyOf(beans);
    }
}
