package io.penstock.server.sample.flights;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import jakarta.enterprise.context.ApplicationScoped;

/** Rebooks the passengers of late flights, with three competing consumers, of which each may fail. */
@ApplicationScoped
public class LateFlights {

    static final String QUEUE = "flights-late";
    static final String DEAD_LETTERS = "flights-late.dlq";
    static final int CONSUMERS = 3;
    static final int MAX_RETRIES = 3;

    private final Broker broker;
    private final AtomicLong failedRuns = new AtomicLong();

    LateFlights(Broker broker) {
        this.broker = broker;
        broker.declare(Destination.topic(Booking.TOPIC).build());
    }

    /** Signals that the booking of a flight was made to fail. */
    public static final class NoSeatFound extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoSeatFound(Flight flight) {
            super("no seat from " + flight.origin() + " to " + flight.destination() + " for flight " + flight.row());
        }
    }

    /** Ends when the booking is durable; only then is the flight done with. */
    @QueueListener(value = QUEUE, concurrency = CONSUMERS, name = "flights-late")
    @Retry(maxRetries = MAX_RETRIES, delay = 200, factor = 2, maxDelay = 2_000, jitter = 50)
    @DeadLetter(DEAD_LETTERS)
    CompletionStage<Void> book(Flight flight, Delivery delivery) {
        if (Fault.of(delivery.message()).strikes(delivery.attempt())) {
            failedRuns.incrementAndGet();
            throw new NoSeatFound(flight);
        }
        var booking = new Booking(flight.row(), delivery.consumer(), delivery.attempt());
        return broker.sendAsync(booking.toMessage()).thenApply(receipt -> null);
    }

    /** Runs that failed since the server was started. */
    long failedRuns() {
        return failedRuns.get();
    }
}
