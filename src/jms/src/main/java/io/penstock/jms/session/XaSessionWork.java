package io.penstock.jms.session;

import io.penstock.Delivery;
import io.penstock.jms.xa.Branch;
import io.penstock.jms.xa.BranchResource;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/**
 * Keeps what an XA session has consumed and not settled. In a branch it belongs to the branch; outside of one the
 * session works as in AUTO_ACKNOWLEDGE. A branch may end on any thread, and after the session was closed.
 */
final class XaSessionWork extends SessionWork {

    private static final Logger LOG = Logger.getLogger(XaSessionWork.class);

    private final BranchResource resource;

    /** Deliveries that were consumed in a branch, while it is neither prepared nor ended. */
    private final Map<Branch, List<Consumed>> consumed = new HashMap<>();

    XaSessionWork(Provider provider, DeliveryGate gate, BranchResource resource) {
        super(provider, Session.AUTO_ACKNOWLEDGE, gate);
        this.resource = resource;
    }

    @Override
    boolean isTransacted() {
        return resource.branch() != null;
    }

    @Override
    boolean acceptsAtOnce() {
        return !isTransacted();
    }

    /** Fails also if the branch that the session works in is gone: nothing may be received outside of it then. */
    @Override
    void requireRoom() throws JMSException {
        resource.branch();
        super.requireRoom();
    }

    @Override
    synchronized int held() {
        return super.held() + consumed.values().stream().mapToInt(List::size).sum();
    }

    @Override
    synchronized long unsettledBy(Object consumer) {
        return super.unsettledBy(consumer)
                + consumed.values().stream()
                        .flatMap(List::stream)
                        .filter(each -> each.by() == consumer)
                        .count();
    }

    @Override
    void send(io.penstock.Message message) {
        var branch = resource.branch();
        if (branch == null) {
            throw new IllegalStateException("The branch has ended, and the message was not sent.");
        }
        branch.send(message);
    }

    @Override
    void received(Object consumer, Delivery delivery) throws JMSException {
        var branch = resource.branch();
        if (branch == null) {
            super.received(consumer, delivery);
        } else {
            consume(branch, new Consumed(consumer, delivery));
        }
    }

    @Override
    void handling(Object consumer, Delivery delivery) {
        var branch = resource.branch();
        if (branch == null) {
            super.handling(consumer, delivery);
        } else {
            consume(branch, new Consumed(consumer, delivery));
        }
    }

    /** Gives the branch what a listener was given in it, whatever the listener has done with it since. */
    @Override
    void handled(Object consumer, Delivery delivery, boolean failed) throws JMSException {
        settleHandled(consumer, delivery, failed);
        closeLeaving();
    }

    private void consume(Branch branch, Consumed taken) {
        try {
            if (add(branch, taken)) {
                branch.atEnd(end -> ended(branch, end));
            }
            branch.accept(taken.delivery());
        } catch (RuntimeException e) {
            remove(branch, taken);
            taken.delivery().releaseAsync(Duration.ZERO, false);
            throw e;
        }
    }

    /**
     * Adds a delivery to a branch.
     *
     * @return whether it is the first one of the branch
     */
    private synchronized boolean add(Branch branch, Consumed taken) {
        boolean isFirst = !consumed.containsKey(branch);
        consumed.computeIfAbsent(branch, unknown -> new ArrayList<>()).add(taken);
        return isFirst;
    }

    private synchronized void remove(Branch branch, Consumed taken) {
        var others = consumed.get(branch);
        if (others != null && others.remove(taken) && others.isEmpty()) {
            consumed.remove(branch);
        }
    }

    private synchronized List<Consumed> take(Branch branch) {
        var taken = consumed.remove(branch);
        return taken == null ? List.of() : taken;
    }

    /** Forgets what is committed or prepared, and releases what was rolled back. */
    private void ended(Branch branch, Branch.End end) {
        var taken = take(branch);
        try {
            if (end == Branch.End.ROLLED_BACK) {
                giveBack(() -> release(taken));
            }
            closeLeaving();
        } catch (JMSException | RuntimeException e) {
            // A broker that is gone delivers these messages again after its next start.
            LOG.warnf("What a branch had consumed could not be given back: %s", e.getMessage());
        }
    }
}
