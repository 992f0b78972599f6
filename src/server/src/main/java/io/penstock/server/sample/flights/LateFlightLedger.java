package io.penstock.server.sample.flights;

import io.penstock.Broker;
import io.penstock.DeadLetterRecord;
import io.penstock.StoredMessage;
import io.penstock.server.sample.Tally;
import io.penstock.server.sample.TopicReplay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds out from the log what became of the late flights, over all runs on this data directory. */
final class LateFlightLedger {

    private final Tally settled = new Tally();
    private final Map<String, Long> bookedPerConsumer = new TreeMap<>();
    private final Map<Integer, String> deadLetters = new TreeMap<>();
    private long retried;

    private LateFlightLedger() {}

    static LateFlightLedger of(Broker broker) {
        var ledger = new LateFlightLedger();
        new TopicReplay(broker, Booking.TOPIC).all(stored -> ledger.add(Booking.of(stored.message())));
        new TopicReplay(broker, LateFlights.DEAD_LETTERS).waitingFor(LateFlights.DEAD_LETTERS, ledger::addDeadLetter);
        return ledger;
    }

    private void add(Booking booking) {
        if (settled.add(booking.row())) {
            bookedPerConsumer.merge(booking.consumer(), 1L, Long::sum);
            retried += booking.attempt() - 1;
        }
    }

    private void addDeadLetter(StoredMessage stored) {
        var message = stored.message();
        int row = Flight.rowOf(message);
        var death = DeadLetterRecord.of(message);
        settled.add(row);
        retried += death.map(DeadLetterRecord::attempts).orElse(1) - 1;
        deadLetters.put(
                row,
                message.id() + ": "
                        + death.map(d ->
                                        d.reason() + " after " + d.attempts() + " runs: " + withoutClass(d.rootCause()))
                                .orElse("cause unknown"));
    }

    private static String withoutClass(String cause) {
        return cause == null
                ? "no cause is known"
                : cause.substring(cause.indexOf(": ") < 0 ? 0 : cause.indexOf(": ") + 2);
    }

    /** Late flights that were dealt with, or are dead letters. */
    long settled() {
        return settled.distinct();
    }

    /** Flights that were dealt with twice, because the process was killed before it could say so. */
    long repeated() {
        return settled.repeated();
    }

    long booked() {
        return bookedPerConsumer.values().stream().collect(Collectors.summingLong(Long::longValue));
    }

    Map<String, Long> bookedPerConsumer() {
        return bookedPerConsumer;
    }

    /** Runs beyond the first of each flight. */
    long retried() {
        return retried;
    }

    boolean deadLettersAre(Iterable<Integer> rows) {
        var expected = new TreeMap<Integer, String>();
        rows.forEach(row -> expected.put(row, ""));
        return expected.keySet().equals(deadLetters.keySet());
    }

    /** The dead letters with their causes, by row. */
    List<String> deadLetters() {
        return List.copyOf(deadLetters.values());
    }
}
