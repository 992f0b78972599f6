package io.penstock.server.sample.flights;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.listener.TopicListener;
import io.penstock.server.sample.Latencies;
import io.penstock.server.sample.Tally;
import io.penstock.server.sample.TopicReplay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts flights and minutes of delay by airport. The totals are kept in memory. After a restart, the flights that the
 * subscription had settled are read from the topic again, and the others are delivered.
 */
@ApplicationScoped
public class AirportAggregation {

    static final String SUBSCRIPTION = "by-airport";

    private final Broker broker;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final Tally rows = new Tally();
    private final AirportTotals totals = new AirportTotals();
    private final Latencies latencies = new Latencies();
    private long recoveredAtMillis;

    AirportAggregation(Broker broker, ObjectMapper json, InstantSource clock) {
        this.broker = broker;
        this.json = json;
        this.clock = clock;
    }

    @PostConstruct
    void recover() {
        new TopicReplay(broker, FlightsSample.TOPIC).settledBy(SUBSCRIPTION, stored -> add(read(stored.message())));
        recoveredAtMillis = clock.millis();
    }

    /** Makes the container create this bean, and so recover the totals. It is called before anything is sent. */
    void recoverNow() {}

    /** Sums may be made in any order, so none is asked for. */
    @TopicListener(
            value = FlightsSample.TOPIC,
            subscription = SUBSCRIPTION,
            start = TopicListener.Start.EARLIEST,
            partitions = FlightsSample.PARTITIONS,
            ordering = Ordering.NONE,
            name = "flights-by-airport")
    void count(Flight flight, Message message) {
        add(flight);
        long sentAtMillis = message.timestamp().toEpochMilli();
        if (sentAtMillis >= recoveredAtMillis) {
            latencies.recordMillis(clock.millis() - sentAtMillis);
        }
    }

    private synchronized void add(Flight flight) {
        if (rows.add(flight.row())) {
            totals.add(flight);
        }
    }

    /** Flights that are in the totals. */
    long counted() {
        return rows.distinct();
    }

    /** Deliveries of flights that were in the totals already, and were left out. */
    long repeated() {
        return rows.repeated();
    }

    synchronized int airports() {
        return totals.airports();
    }

    synchronized long differences(AirportTotals reference) {
        return totals.differences(reference);
    }

    /** The times from the sending of a message until it was counted, for messages sent since the server was started. */
    Latencies latencies() {
        return latencies;
    }

    private Flight read(Message message) {
        try {
            return json.readValue(message.body(), Flight.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
