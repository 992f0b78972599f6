package io.penstock.server.sample.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.server.sample.SampleProblem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the router and the ledger make of the log, over a restart. */
class LateFlightsInTheLogTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private Broker broker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory));
        broker.declare(Destination.topic(FlightsSample.TOPIC)
                .partitions(FlightsSample.PARTITIONS)
                .build());
        broker.declare(Destination.topic(Booking.TOPIC).build());
        broker.declare(Destination.queue(LateFlights.QUEUE).build());
    }

    @AfterEach
    void close() {
        broker.close();
        worker.shutdownNow();
    }

    @Test
    void shouldQueueEachLateFlightOnceOverARestart() {
        send(flight(1, 61), flight(2, 60), flight(3, 600));
        routeAll();
        broker.close();
        broker = EmbeddedBroker.open(BrokerOptions.in(directory));
        send(flight(4, 61), flight(5, -5));
        routeAll();

        assertThat(broker.browse(BrowseRequest.waiting(LateFlights.QUEUE, 10).build()))
                .extracting(stored -> stored.message().id())
                .containsExactly("flight-1", "flight-3", "flight-4");
    }

    @Test
    void shouldKeepTheFaultOfAFlightOnItsWayToTheQueue() {
        broker.send(Fault.ALWAYS.mark(message(flight(1, 61))).build());
        routeAll();

        var queued = broker.browse(BrowseRequest.waiting(LateFlights.QUEUE, 10).build())
                .get(0);
        assertThat(Fault.of(queued.message())).isEqualTo(Fault.ALWAYS);
    }

    @Test
    void shouldCountAFlightOnceThatWasDealtWithTwice() {
        broker.send(new Booking(1, "one", 1).toMessage());
        broker.send(new Booking(2, "two", 3).toMessage());
        broker.send(new Booking(1, "two", 1).toMessage());

        var ledger = LateFlightLedger.of(broker);

        assertThat(ledger.settled()).isEqualTo(2);
        assertThat(ledger.repeated()).isEqualTo(1);
        assertThat(ledger.retried()).isEqualTo(2);
        assertThat(ledger.bookedPerConsumer()).isEqualTo(Map.of("one", 1L, "two", 1L));
    }

    @Test
    void shouldNameDeadLetters() {
        broker.send(message(flight(7, 61)).build().copyTo(LateFlights.QUEUE).build());
        try (var consumer = broker.consume(
                ConsumerOptions.ofQueue(LateFlights.QUEUE, "test").build(),
                deliveries -> deliveries.forEach(delivery ->
                        delivery.rejectAsync(DeadLetterReason.REJECTED, "no", new IllegalStateException("no seat"))))) {
            consumer.request(1);
            Awaitility.await().until(() -> LateFlightLedger.of(broker).settled() == 1);
        }

        var ledger = LateFlightLedger.of(broker);

        assertThat(ledger.deadLettersAre(List.of(7))).isTrue();
        assertThat(ledger.deadLettersAre(List.of(7, 8))).isFalse();
        assertThat(ledger.deadLetters()).singleElement().asString().contains("flight-7", "REJECTED", "no seat");
        assertThat(ledger.booked()).isZero();
    }

    @Test
    void shouldRefuseADirectoryWithMessagesOfSomebodyElse() {
        var foreign = Message.to(FlightsSample.TOPIC).id("not-a-flight").build();

        assertThatThrownBy(() -> Flight.rowOf(foreign))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("not-a-flight")
                .hasMessageContaining("--data");
    }

    private void routeAll() {
        try (var router = new LateFlightRouter(broker, JSON, worker, false)) {
            router.start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> router.failure() != null
                            || broker.statistics(FlightsSample.TOPIC)
                                            .subscriptions()
                                            .get(0)
                                            .waiting()
                                    == 0);
            assertThat(router.failure()).isNull();
        }
    }

    private void send(Flight... flights) {
        for (Flight flight : flights) {
            broker.send(message(flight).build());
        }
    }

    private static Message.Builder message(Flight flight) {
        try {
            return Message.to(FlightsSample.TOPIC)
                    .id(flight.messageId())
                    .key(flight.origin())
                    .body(JSON.writeValueAsBytes(flight));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Flight flight(int row, int delay) {
        return new Flight(row, "2001-01-01 00:01", delay, 100, "LAS", "PHL");
    }
}
