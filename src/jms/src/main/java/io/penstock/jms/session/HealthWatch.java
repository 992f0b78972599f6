package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.jms.spec.ErrorCode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import jakarta.jms.JMSException;

/**
 * Tells connections that the broker has been closed or has failed. A connection that is idle would not hear of it
 * otherwise (section 6.1.7). Each is told once. One thread serves all connections of a factory that have exception
 * listeners, and ends with the last of them.
 */
final class HealthWatch {

    /**
     * The interval at which the broker's health is read, which costs next to nothing. A call to the broker fails at
     * once; for those who only wait, this is as soon as a client of a remote broker notices a broken connection.
     */
    private static final long INTERVAL_MILLIS = 500;

    private final Broker broker;
    private final ThreadFactory threads;
    private final Set<PenstockConnection> watched = new HashSet<>();
    private boolean watching;

    HealthWatch(Broker broker, ThreadFactory threads) {
        this.broker = broker;
        this.threads = threads;
    }

    synchronized void add(PenstockConnection connection) {
        watched.add(connection);
        if (!watching) {
            watching = true;
            threads.newThread(this::watch).start();
        }
    }

    synchronized void remove(PenstockConnection connection) {
        watched.remove(connection);
        notifyAll();
    }

    private void watch() {
        try {
            var stranded = awaitEnd();
            if (!stranded.isEmpty()) {
                var health = broker.health();
                stranded.forEach(connection -> connection.report(new JMSException(
                        "The broker is " + health.state() + ": " + health.detail() + " Close this connection.",
                        ErrorCode.UNAVAILABLE.name())));
            }
        } catch (InterruptedException e) {
            // An interrupt means that the owner of the threads wants this one to end.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the broker and returns the connections to tell; none if no connection is left. */
    private synchronized List<PenstockConnection> awaitEnd() throws InterruptedException {
        try {
            while (!watched.isEmpty() && broker.health().isRunning()) {
                wait(INTERVAL_MILLIS);
            }
            var stranded = List.copyOf(watched);
            watched.clear();
            return stranded;
        } finally {
            watching = false;
        }
    }
}
