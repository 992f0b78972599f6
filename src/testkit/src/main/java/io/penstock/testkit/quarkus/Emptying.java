package io.penstock.testkit.quarkus;

import io.penstock.Broker;
import io.penstock.OperationRecord;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Takes all messages out of a broker. */
final class Emptying {

    /**
     * Longer than a purge on a slow machine takes; a purge that goes on is stuck behind a handler that does not end.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private static final String ACTOR = "test";

    private Emptying() {}

    static void empty(Broker broker) {
        for (var destination : broker.destinations()) {
            if (destination.isExchange()) {
                continue;
            }
            for (var subscription : broker.subscriptions(destination.name())) {
                await(broker, broker.operations().purge(destination.name(), subscription.name(), ACTOR));
            }
        }
    }

    private static void await(Broker broker, OperationRecord purge) {
        long began = System.nanoTime();
        while (!broker.operations()
                .find(purge.id())
                .map(record -> record.finishedAt().isPresent())
                .orElse(true)) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("The purge of '" + purge.destination() + "' did not end within "
                        + PATIENCE + ": is a handler of an earlier test still running?");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
