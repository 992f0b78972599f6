package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.jms.xa.BranchResource;
import io.quarkus.arc.ClientProxy;

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

/**
 * Finds the JTA transaction of the calling thread, and keeps what Penstock holds in it, such as its branch. It is safe
 * for use by any thread.
 */
@Singleton
public class JtaTransactions {

    /** Null without a transaction manager. */
    private final TransactionManager manager;

    /** Null without a transaction manager. Found once, without its proxy: every message that is sent asks it. */
    private final TransactionSynchronizationRegistry registry;

    private final Instance<BranchResources> resources;
    private final boolean available;

    @Inject
    JtaTransactions(
            Instance<TransactionManager> manager,
            Instance<TransactionSynchronizationRegistry> registry,
            Instance<BranchResources> resources) {
        available = manager.isResolvable() && registry.isResolvable();
        this.manager = available ? manager.get() : null;
        this.registry = available ? ClientProxy.unwrap(registry.get()) : null;
        this.resources = resources;
    }

    /** Whether the application has a transaction manager. */
    public boolean available() {
        return available;
    }

    /**
     * Whether work of the calling thread belongs to its transaction. If not, it takes effect at once.
     *
     * @throws IllegalStateRuntimeException if the thread has a transaction that takes no more work: without the check,
     *     work would take effect that the roll-back was to undo
     */
    public boolean active() {
        return available && ThreadWork.in(registry.getTransactionStatus());
    }

    /** Whether the calling thread has a transaction, in whichever state. */
    public boolean present() {
        return available && registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** The transaction manager, if {@link #available}. */
    public TransactionManager manager() {
        return manager;
    }

    /**
     * The broker's branch of the thread's transaction, which is enlisted at the first call.
     *
     * @throws IllegalStateRuntimeException if the transaction can only be rolled back
     */
    public JtaBranch branch(Broker broker) {
        return shared(JtaBranch.class, () -> enlisted(broker));
    }

    /** The broker's branch of the thread's transaction, or null if nothing has been sent or accepted in it. */
    JtaBranch branchIfAny() {
        try {
            return present() ? (JtaBranch) registry.getResource(JtaBranch.class) : null;
        } catch (IllegalStateException e) {
            // The transaction has ended, and keeps nothing any more.
            return null;
        }
    }

    /** The object that the thread's transaction keeps under that key, which is made at the first call. */
    public <T> T shared(Class<T> key, Supplier<T> making) {
        var found = key.cast(registry.getResource(key));
        if (found == null) {
            found = making.get();
            registry.putResource(key, found);
        }
        return found;
    }

    /**
     * Runs an action when the thread's transaction has ended, in whichever way.
     *
     * @throws IllegalStateRuntimeException if the transaction can only be rolled back
     */
    public void afterEnd(Runnable action) {
        try {
            registry.registerInterposedSynchronization(new AtEnd(() -> {}, action));
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    /**
     * Runs an action when the thread's transaction is about to be committed. If it throws, the transaction is rolled
     * back.
     *
     * @throws IllegalStateRuntimeException if the transaction can only be rolled back
     */
    public void beforeCommit(Runnable action) {
        try {
            registry.registerInterposedSynchronization(new AtEnd(action, () -> {}));
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private record AtEnd(Runnable before, Runnable after) implements Synchronization {

        @Override
        public void beforeCompletion() {
            before.run();
        }

        @Override
        public void afterCompletion(int status) {
            after.run();
        }
    }

    /** The failure of a transaction that has come to its end since it was found active. */
    private static IllegalStateRuntimeException closed(Exception cause) {
        return ThreadWork.refused("is marked for roll-back", cause);
    }

    private JtaBranch enlisted(Broker broker) {
        var resource = resources.isResolvable() ? resources.get().of(broker) : new BranchResource(broker);
        try {
            if (manager.getTransaction().enlistResource(resource)) {
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
