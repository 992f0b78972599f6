package io.penstock.server.sample.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.server.sample.Latencies;
import io.penstock.server.sample.Tally;
import io.penstock.server.sample.TopicReplay;
import io.penstock.server.sample.WindowedSender;

import java.util.function.LongSupplier;

/** Publishes the flights that the topic does not hold yet. */
final class Publication {

    /**
     * The number of messages on their way: enough for full frames at a force of some milliseconds; about two megabytes.
     */
    static final int WINDOW = 8_192;

    private final FlightPlan plan;
    private final ObjectMapper json;
    private final LongSupplier nanoTime;
    private final WindowedSender sender;
    private final Tally held = new Tally();
    private long startNanos;
    private long endNanos;
    private volatile boolean complete;

    Publication(Broker broker, FlightPlan plan, ObjectMapper json, LongSupplier nanoTime) {
        this.plan = plan;
        this.json = json;
        this.nanoTime = nanoTime;
        sender = new WindowedSender(broker, WINDOW, nanoTime);
        new TopicReplay(broker, FlightsSample.TOPIC).all(stored -> held.add(Flight.rowOf(stored.message())));
    }

    /** @throws io.penstock.server.sample.SampleProblem if the input has become unreadable, or the log refuses */
    void publish(InputFile input) {
        startNanos = nanoTime.getAsLong();
        if (held.distinct() < plan.flights()) {
            sendMissing(input);
        }
        endNanos = nanoTime.getAsLong();
        complete = true;
    }

    private void sendMissing(InputFile input) {
        try (var reader = FlightReader.open(input)) {
            for (Flight flight = reader.next(); flight != null; flight = reader.next()) {
                if (!held.contains(flight.row())) {
                    sender.send(message(flight));
                }
            }
        }
        sender.awaitAcknowledgements();
    }

    private Message message(Flight flight) {
        try {
            return plan.faultOf(flight)
                    .mark(Message.to(FlightsSample.TOPIC)
                            .id(flight.messageId())
                            .key(flight.origin())
                            .body(json.writeValueAsBytes(flight)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A flight of five plain fields is always JSON.", e);
        }
    }

    /** Flights that the topic held before. */
    long heldBefore() {
        return held.distinct();
    }

    /** Flights that the topic holds, durably. */
    long published() {
        return held.distinct() + sender.acknowledged();
    }

    long sentNow() {
        return sender.acknowledged();
    }

    boolean complete() {
        return complete;
    }

    long startNanos() {
        return startNanos;
    }

    double seconds() {
        return (endNanos - startNanos) / 1e9;
    }

    /** The times from the sending of a message until it was durable. */
    Latencies latencies() {
        return sender.latencies();
    }
}
