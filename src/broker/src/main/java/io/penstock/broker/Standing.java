package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.BrokerHealth.State;
import io.penstock.PenstockException;
import io.penstock.journal.Journal;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a broker can serve. Safe for any thread. */
final class Standing {

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Throwable failure;
    private volatile Journal journal;

    void opened(Journal opened) {
        journal = opened;
    }

    /** Something that must not happen did: nothing is accepted from here on. */
    void failed(Throwable cause) {
        failure = cause;
    }

    /** True for whoever closes it first. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    private Throwable cause() {
        return failure != null ? failure : journal.failure();
    }

    BrokerHealth health(Path directory) {
        if (closed.get()) {
            return new BrokerHealth(State.CLOSED, "Closed.");
        }
        var cause = cause();
        if (cause != null) {
            return new BrokerHealth(State.FAILED, "Nothing is accepted or handed out: " + cause + ". Restart it.");
        }
        var shortage = journal.shortage();
        if (shortage != null) {
            return new BrokerHealth(State.RUNNING, "Serves consumers, and refuses senders. " + shortage.getMessage());
        }
        return new BrokerHealth(State.RUNNING, "Serves " + directory + ".");
    }

    void requireRunning() {
        var refusal = refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Why nothing can be asked of it, or null. */
    PenstockException refusal() {
        if (closed.get()) {
            return new PenstockException.Unavailable("The broker is closed.");
        }
        var cause = cause();
        return cause == null
                ? null
                : new PenstockException.Unavailable(
                        "The broker has failed and takes nothing more: " + cause + ". Restart it.", cause);
    }
}
