package io.penstock.quarkus.listener;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Holds the instance of a message-driven bean that one consumer has to itself. It is made with the consumer's first
 * message. It is replaced after a message that it failed with, as the specification of Enterprise Beans wants it, or
 * that it took too long with. An instance is never used by two threads.
 */
final class BeanInstance {

    private final String name;
    private final String bean;

    /** The instance between two messages; null while it processes one. */
    private InstanceHandle<MessageListener> idle;

    private boolean ended;

    /** @param bean the identifier of the bean in the container */
    BeanInstance(String name, String bean) {
        this.name = name;
        this.bean = bean;
    }

    String name() {
        return name;
    }

    void onMessage(Message message) {
        var instance = take();
        boolean returned = false;
        try {
            instance.get().onMessage(message);
            returned = true;
        } finally {
            if (!returned || !isPutBack(instance)) {
                instance.destroy();
            }
        }
    }

    private InstanceHandle<MessageListener> take() {
        synchronized (this) {
            if (idle != null) {
                var taken = idle;
                idle = null;
                return taken;
            }
        }
        return Arc.container().instance(Arc.container().<MessageListener>bean(bean));
    }

    /**
     * Puts an instance back after its message. The result is false if another has taken its place meanwhile, or none is
     * needed any more.
     */
    private synchronized boolean isPutBack(InstanceHandle<MessageListener> instance) {
        if (ended || idle != null) {
            return false;
        }
        idle = instance;
        return true;
    }

    /** Destroys the instance, which calls {@code @PreDestroy}: at once, or when its message is processed. */
    synchronized void destroy() {
        ended = true;
        if (idle != null) {
            idle.destroy();
            idle = null;
        }
    }
}
