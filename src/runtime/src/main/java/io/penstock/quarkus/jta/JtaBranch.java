package io.penstock.quarkus.jta;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.Schedule;
import io.penstock.jms.xa.Branch;
import io.penstock.spi.EngineMessage;
import io.penstock.spi.EngineReceipt;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import jakarta.jms.IllegalStateRuntimeException;

/**
 * Collects what one JTA transaction does in the broker. All of it becomes one frame of the log. If the broker is the
 * only resource of the transaction, the branch is committed in one phase; otherwise it is prepared first, durably.
 */
public final class JtaBranch {

    private static final Logger LOG = Logger.getLogger(JtaBranch.class);

    private final Branch branch;
    private final List<Delivery> received = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private boolean isOver;

    JtaBranch(Branch branch) {
        this.branch = branch;
        branch.atEnd(this::ended);
    }

    /** Sends a message with the commit. */
    public void send(Message message) {
        branch.send(message);
    }

    /**
     * Sends a message with the commit. Its receipt has to name it before it has a place, so it gets an id here.
     *
     * @throws IllegalStateRuntimeException if the branch can only be rolled back, or has ended
     */
    public Receipt sendNamed(Message message) {
        var named = message.id() == null
                ? EngineMessage.copyOf(message)
                        .generatedId(UUID.randomUUID().toString())
                        .build()
                : message;
        branch.send(named);
        return EngineReceipt.of(named.id(), named.destination(), Receipt.NO_PARTITION, Receipt.UNKNOWN_OFFSET);
    }

    void schedule(Schedule schedule) {
        branch.schedule(schedule);
    }

    void cancelSchedule(String name) {
        branch.cancelSchedule(name);
    }

    /**
     * Accepts a delivery with the commit. If the transaction is not committed, the owner of the delivery must settle
     * it.
     */
    public void accept(Delivery delivery) {
        branch.accept(delivery);
    }

    /**
     * Accepts a delivery with the commit, and releases it after a roll-back, which another thread may begin meanwhile.
     *
     * @throws IllegalStateException if the branch has ended: then the caller must settle the delivery
     */
    void receive(Delivery delivery) {
        synchronized (this) {
            received.add(delivery);
        }
        try {
            branch.accept(delivery);
        } catch (RuntimeException e) {
            synchronized (this) {
                received.remove(delivery);
            }
            throw e;
        }
    }

    /** Runs an action when the transaction has ended, or when the broker has taken over what it did. */
    void atEnd(Runnable ending) {
        synchronized (this) {
            if (!isOver) {
                endings.add(ending);
                return;
            }
        }
        ending.run();
    }

    private synchronized void ended(Branch.End end) {
        isOver = true;
        try {
            if (end == Branch.End.ROLLED_BACK) {
                received.forEach(JtaBranch::release);
            }
            endings.forEach(Runnable::run);
        } catch (RuntimeException e) {
            LOG.warnf("A consumer could not be closed at the end of its transaction: %s", e.getMessage());
        }
    }

    /**
     * Releases a delivery. A failure does not matter: a broker that is gone delivers the message again after its next
     * start.
     */
    private static void release(Delivery delivery) {
        delivery.releaseAsync(Duration.ZERO, false).exceptionally(failure -> {
            LOG.debugf(
                    failure,
                    "Message %s had been released before",
                    delivery.message().id());
            return null;
        });
    }
}
