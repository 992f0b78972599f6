package io.penstock.quarkus.listener;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * The instance of a message-driven bean that one consumer has to itself: made with its first message, and made anew
 * after one that it failed with, as the specification of Enterprise Beans wants it, or that it takes too long with. The
 * instance itself is never used by two threads.
 */
final class BeanInstance {

    private final String name;
    private final String bean;

    /** Null while it has a message. */
    private InstanceHandle<MessageListener> idle;

    private boolean ended;

    /** @param bean the identifier of the bean */
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

    /** False if another has taken its place meanwhile, or none is needed any more. */
    private synchronized boolean isPutBack(InstanceHandle<MessageListener> instance) {
        if (ended || idle != null) {
            return false;
        }
        idle = instance;
        return true;
    }

    /** Calls {@code @PreDestroy}, at once or when the message that it has is done with. */
    synchronized void destroy() {
        ended = true;
        if (idle != null) {
            idle.destroy();
            idle = null;
        }
    }
}
