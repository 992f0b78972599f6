package io.penstock.server.sample.flights;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Copies late flights from the topic into the queue. What is copied and what is settled is one transaction a batch, so
 * that a flight is in the queue exactly once, wherever the process is killed.
 */
final class LateFlightRouter implements AutoCloseable {

    static final String SUBSCRIPTION = "late";

    /**
     * The number of messages taken in advance: enough to fill a transaction while the one before it is written; a few
     * hundred kilobytes.
     */
    static final int WINDOW = 4_096;

    private final Broker broker;
    private final ObjectMapper json;
    private final Executor worker;
    private final boolean losesOwner;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Consumer consumer;

    /**
     * @param worker runs one task at a time, in order
     * @param losesOwner whether the owner of the messages may go: what a transaction had not taken comes again then
     */
    LateFlightRouter(Broker broker, ObjectMapper json, Executor worker, boolean losesOwner) {
        this.broker = broker;
        this.json = json;
        this.worker = worker;
        this.losesOwner = losesOwner;
    }

    void start() {
        broker.declare(Subscription.ofTopic(FlightsSample.TOPIC, SUBSCRIPTION)
                .start(StartPosition.EARLIEST)
                .build());
        consumer = broker.consume(
                ConsumerOptions.ofTopic(FlightsSample.TOPIC, SUBSCRIPTION, "late-flight-router")
                        .build(),
                batch -> worker.execute(() -> route(batch)));
        consumer.request(WINDOW);
    }

    private void route(List<Delivery> batch) {
        try {
            commit(batch).whenComplete((done, problem) -> ended(batch, problem));
        } catch (RuntimeException e) {
            ended(batch, e);
        }
    }

    private void ended(List<Delivery> batch, Throwable problem) {
        if (problem == null || losesOwner && PenstockException.causeOf(problem) instanceof PenstockException) {
            consumer.request(batch.size());
        } else {
            failure.compareAndSet(null, problem);
        }
    }

    private CompletionStage<Void> commit(List<Delivery> batch) {
        var transaction = broker.begin();
        for (Delivery delivery : batch) {
            var message = delivery.message();
            if (isLate(message.body())) {
                transaction.send(message.copyTo(LateFlights.QUEUE).build());
            }
            transaction.accept(delivery);
        }
        return transaction.commitAsync();
    }

    private boolean isLate(byte[] body) {
        try {
            return json.readValue(body, Flight.class).late();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The failure that keeps the router from going on, or null. */
    Throwable failure() {
        return failure.get();
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
