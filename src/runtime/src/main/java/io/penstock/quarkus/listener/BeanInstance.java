package io.penstock.quarkus.listener;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * The instance of a message-driven bean that one consumer has to itself: made with its first message, and made anew
 * after one that it failed with, as the specification of Enterprise Beans wants it. Used by one thread at a time.
 */
final class BeanInstance {

    private final String name;
    private final String bean;
    private InstanceHandle<MessageListener> handle;

    /** @param bean the identifier of the bean */
    BeanInstance(String name, String bean) {
        this.name = name;
        this.bean = bean;
    }

    String name() {
        return name;
    }

    void onMessage(Message message) {
        boolean returned = false;
        try {
            listener().onMessage(message);
            returned = true;
        } finally {
            if (!returned) {
                destroy();
            }
        }
    }

    private synchronized MessageListener listener() {
        if (handle == null) {
            handle = Arc.container().instance(Arc.container().<MessageListener>bean(bean));
        }
        return handle.get();
    }

    /** Calls {@code @PreDestroy}. */
    synchronized void destroy() {
        if (handle != null) {
            handle.destroy();
            handle = null;
        }
    }
}
