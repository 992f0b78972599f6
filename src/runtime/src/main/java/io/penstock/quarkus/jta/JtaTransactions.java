package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.jms.xa.BranchResource;

import java.util.function.Supplier;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** The JTA transactions of this application, and what Penstock keeps in each. Safe for use by any thread. */
@Singleton
public class JtaTransactions {

    private final Instance<TransactionManager> manager;
    private final Instance<TransactionSynchronizationRegistry> registry;
    private final Instance<BranchResources> resources;
    private final boolean available;

    @Inject
    JtaTransactions(
            Instance<TransactionManager> manager,
            Instance<TransactionSynchronizationRegistry> registry,
            Instance<BranchResources> resources) {
        this.manager = manager;
        this.registry = registry;
        this.resources = resources;
        available = manager.isResolvable() && registry.isResolvable();
    }

    /** Whether there is a transaction manager at all. */
    public boolean available() {
        return available;
    }

    /**
     * Whether what the calling thread does now belongs to its transaction; false if it is outside of one, and happens
     * at once.
     *
     * @throws IllegalStateRuntimeException if the thread has a transaction that takes nothing any more: whoever would
     *     go on without it would keep what the roll-back was to undo
     */
    public boolean active() {
        return available && ThreadWork.in(registry.get().getTransactionStatus());
    }

    /** Whether the calling thread has a transaction, in whichever state. */
    public boolean present() {
        return available && registry.get().getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** Only with a transaction manager there. */
    public TransactionManager manager() {
        return manager.get();
    }

    /**
     * The broker's part in the thread's transaction, enlisted when it is first asked for.
     *
     * @throws IllegalStateRuntimeException if the transaction can only be rolled back: it takes nobody in any more
     */
    public JtaBranch branch(Broker broker) {
        return shared(JtaBranch.class, () -> enlisted(broker));
    }

    /** The broker's part in the thread's transaction, or null if nothing has been sent or accepted in it. */
    JtaBranch branchIfAny() {
        try {
            return present() ? (JtaBranch) registry.get().getResource(JtaBranch.class) : null;
        } catch (IllegalStateException e) {
            // It has ended, and keeps nothing any more.
            return null;
        }
    }

    /** What belongs to the thread's transaction under that key; made when it is first asked for. */
    public <T> T shared(Class<T> key, Supplier<T> making) {
        var found = key.cast(registry.get().getResource(key));
        if (found == null) {
            found = making.get();
            registry.get().putResource(key, found);
        }
        return found;
    }

    /**
     * Runs this when the thread's transaction has ended, in whichever way.
     *
     * @throws IllegalStateRuntimeException if the transaction can only be rolled back: it takes nobody in any more
     */
    public void afterEnd(Runnable action) {
        try {
            registry.get().registerInterposedSynchronization(new AtEnd(action));
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private record AtEnd(Runnable action) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Only the end matters.
        }

        @Override
        public void afterCompletion(int status) {
            action.run();
        }
    }

    /** The transaction has come to its end since it was found active. */
    private static IllegalStateRuntimeException closed(Exception cause) {
        return ThreadWork.refused("is marked for roll-back", cause);
    }

    private JtaBranch enlisted(Broker broker) {
        var resource = resources.isResolvable() ? resources.get().of(broker) : new BranchResource(broker);
        try {
            if (manager.get().getTransaction().enlistResource(resource)) {
                return new JtaBranch(resource.branch());
            }
            throw new UnsupportedOperationException("The transaction manager did not let Penstock take part.");
        } catch (RollbackException | IllegalStateException e) {
            throw closed(e);
        } catch (SystemException e) {
            throw new IllegalStateException("The transaction manager failed: " + e.getMessage(), e);
        }
    }
}
