package io.penstock.broker.delivery;

import io.penstock.Subscription;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.loop.Contained;
import io.penstock.broker.record.RecordFilter;
import org.jboss.logging.Logger;

/**
 * Holds what a subscription of this broker is: its number, its destination, its declaration, and its problem if it has
 * failed. It is safe for any thread.
 */
public final class LocalSubscription implements Contained {

    private static final Logger LOG = Logger.getLogger(LocalSubscription.class);

    /** The beginning of a problem, which needs no memory that would have to be allocated first. */
    private static final String PROBLEM = "It failed, and hands out nothing until it is resumed: ";

    private final int id;
    private final LocalDestination destination;
    private volatile Subscription declared;

    /** The filter of the declaration, parsed. */
    private volatile RecordFilter wanted;

    /** A queue's subscription that nobody has declared yet: what cannot change later may still be chosen. */
    private volatile boolean implicit;

    /** Why nothing is handed out, although the broker is well; null if that is not so. */
    private volatile String problem;

    /** Gives the subscription a turn, in which it tells of the problem whoever waits for it. */
    private final Runnable whenFailed;

    /**
     * @param id in the journal; negative for one that is not journaled
     * @param whenFailed is called on the subscription's loop after a failure
     */
    LocalSubscription(
            int id, LocalDestination destination, Subscription declared, boolean implicit, Runnable whenFailed) {
        this.id = id;
        this.whenFailed = whenFailed;
        this.destination = destination;
        this.declared = declared;
        this.implicit = implicit;
        wanted = RecordFilter.of(declared);
    }

    public int id() {
        return id;
    }

    public String name() {
        return declared.name();
    }

    public LocalDestination destination() {
        return destination;
    }

    /** The declaration with its present policies. */
    public Subscription declared() {
        return declared;
    }

    public boolean isDurable() {
        return declared.durable();
    }

    public boolean isImplicit() {
        return implicit;
    }

    /** The filter of the records that the subscription is for. */
    public RecordFilter wanted() {
        return wanted;
    }

    /** Changes the policies. */
    void redeclared(Subscription other) {
        declared = other;
        wanted = RecordFilter.of(other);
        implicit = false;
    }

    /** Puts the subscription out of service until it is resumed. Everything else that the loop works for goes on. */
    @Override
    public void failed(Throwable cause) {
        boolean known = problem != null;
        problem = PROBLEM;
        problem = PROBLEM + cause;
        if (!known) {
            LOG.errorf(
                    cause,
                    "PROBLEM: %s failed, and hands out nothing more; all others are served. Resume it, or remove it.",
                    this);
        }
        whenFailed.run();
    }

    void mended() {
        problem = null;
    }

    /** Why nothing is handed out, although the broker is well; null if that is not so. From any thread. */
    public String problem() {
        return problem;
    }

    @Override
    public String toString() {
        return "subscription '" + name() + "' of '" + destination.name() + "'";
    }
}
