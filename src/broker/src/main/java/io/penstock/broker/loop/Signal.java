package io.penstock.broker.loop;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a loop that something changed. However often it is raised, it is in the inbox once. It can be raised again and
 * again.
 */
public final class Signal extends Command<Void> {

    private final AtomicBoolean raised = new AtomicBoolean();
    private final LoopContext loop;
    private final Runnable action;

    public Signal(LoopContext loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    public void raise() {
        if (!raised.get() && raised.compareAndSet(false, true)) {
            loop.deliver(this);
        }
    }

    @Override
    public void execute() {
        raised.set(false);
        action.run();
    }
}
