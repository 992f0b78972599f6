package io.penstock.conformance.fault;

import io.penstock.conformance.fault.FaultyStorage.Operation;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the journal's background thread at the storage only between two steps of a test, so that a seed always gives the
 * same order of operations. After a fault it lets everything pass: what comes then depends on the seed no more.
 */
final class PreparerGate implements FaultyStorage.Observer {

    private static final String BACKGROUND_THREAD = "penstock-journal-files";
    private static final String SUFFIX = ".journal";
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_AGAIN_NANOS = 20_000;

    /** A fault tells nobody that it has come: who waits at the gate looks for one itself. */
    private static final long LOOK_FOR_FAULTS_MILLIS = 1;

    private final FaultyStorage storage;
    private boolean open;
    private boolean openForGood;
    private volatile String lastWritten = "";

    PreparerGate(FaultyStorage storage) {
        this.storage = storage;
        storage.observe(this);
    }

    @Override
    public void before(Operation operation, String name) throws IOException {
        if (Thread.currentThread().getName().equals(BACKGROUND_THREAD)) {
            awaitOpen();
        } else if (operation == Operation.FORCE || operation == Operation.WRITE) {
            lastWritten = name.endsWith(SUFFIX) ? name : lastWritten;
        }
    }

    private synchronized void awaitOpen() throws IOException {
        var deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!open && !openForGood && !hasFailed()) {
            try {
                wait(LOOK_FOR_FAULTS_MILLIS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("The journal waited in the middle of a step for what it does between steps.");
            }
        }
    }

    private synchronized void open(boolean now) {
        open = now;
        notifyAll();
    }

    synchronized void openForGood() {
        openForGood = true;
        notifyAll();
    }

    /** Waits until the file after the one in use is ready, or something went wrong. */
    void settle() {
        open(true);
        var deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!hasFailed() && !isReady()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("The journal makes no file after " + lastWritten + ".");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        if (hasFailed()) {
            openForGood();
        }
        open(false);
    }

    private boolean hasFailed() {
        return storage.faults() > 0 || storage.isCrashed();
    }

    private boolean isReady() {
        if (lastWritten.isEmpty()) {
            return true;
        }
        var digits = lastWritten.length() - SUFFIX.length();
        var next = String.format(Locale.ROOT, "%0" + digits + "d", Long.parseLong(lastWritten.substring(0, digits)) + 1)
                + SUFFIX;
        try {
            return storage.list().contains(next) && storage.isDirectoryForced();
        } catch (IOException e) {
            // It crashed meanwhile, which is seen next.
            return false;
        }
    }
}
