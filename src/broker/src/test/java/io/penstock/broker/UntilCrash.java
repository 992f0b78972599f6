package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.JournalException;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The life of a broker that ends with a crash of its storage: where that was told to, or after everything. */
public final class UntilCrash {

    private UntilCrash() {}

    /** What happens until then; it may find that the storage has crashed. */
    @FunctionalInterface
    public interface Life<B extends Broker> {
        void live(B broker) throws InterruptedException;
    }

    public static <B extends Broker> void run(FaultyStorage storage, Supplier<B> open, Life<B> life)
            throws InterruptedException {
        try (var broker = open.get()) {
            life.live(broker);
            storage.crash();
        } catch (PenstockException | JournalException | CompletionException e) {
            if (!storage.isCrashed()) {
                throw e;
            }
        }
    }

    /**
     * Waits for the outcome of an operation. A crash of the storage ends it with a failure at once and leaves nobody
     * waiting: one without any outcome fails the test, however much has crashed by then.
     */
    public static <T> T outcome(CompletionStage<T> operation) {
        try {
            return operation
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new AssertionError("An operation has no outcome.", e);
            }
            throw e;
        }
    }
}
