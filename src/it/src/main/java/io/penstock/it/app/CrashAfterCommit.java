package io.penstock.it.app;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Ends the process, as a power failure would, at the one moment that the inbox is for: the handler's transaction is
 * committed, and the message not yet accepted. Once for each order that is marked; a file remembers it.
 */
@ApplicationScoped
public class CrashAfterCommit {

    /** Orders whose number ends so crash the process. */
    public static final String MARK = "!";

    /** How the process exits then, unlike any exit of a JVM. */
    public static final int EXIT_CODE = 86;

    private final TransactionSynchronizationRegistry transactions;
    private final Path directory;

    CrashAfterCommit(
            TransactionSynchronizationRegistry transactions,
            @ConfigProperty(name = "it.crash-directory") Path directory) {
        this.transactions = transactions;
        this.directory = directory;
    }

    void ifMarked(String queue, String number) {
        if (number.endsWith(MARK)) {
            transactions.registerInterposedSynchronization(new Crash(directory.resolve(queue + "-" + number)));
        }
    }

    private record Crash(Path memory) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // The crash is for afterwards.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED && isFirst()) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }

        private boolean isFirst() {
            try {
                Files.createFile(memory);
                return true;
            } catch (FileAlreadyExistsException again) {
                return false;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
