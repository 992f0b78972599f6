package io.penstock.server.sample.flights;

import io.penstock.server.sample.SampleProblem;

import java.util.HashMap;
import java.util.Map;

/** Adds up flights and minutes of delay by airport of origin. Not thread-safe. */
final class AirportTotals {

    /** Twice the number of airports in the world that have a code; an input with more is no list of flights. */
    static final int MAX_AIRPORTS = 100_000;

    private final Map<String, Totals> byOrigin = new HashMap<>();

    /** The totals of one airport. */
    record Totals(long flights, long delayMinutes) {

        Totals plus(Totals other) {
            return new Totals(flights + other.flights, delayMinutes + other.delayMinutes);
        }
    }

    void add(Flight flight) {
        add(flight.origin(), new Totals(1, flight.delay()));
    }

    /** @throws SampleProblem if there are more airports than there can be */
    void add(String origin, Totals totals) {
        byOrigin.merge(origin, totals, Totals::plus);
        if (byOrigin.size() > MAX_AIRPORTS) {
            throw new SampleProblem("The input names more than " + MAX_AIRPORTS
                    + " airports of origin. Check that its fourth column is 'origin'.");
        }
    }

    boolean contains(String origin) {
        return byOrigin.containsKey(origin);
    }

    int airports() {
        return byOrigin.size();
    }

    /** Airports whose totals differ, or which only one of the two has. */
    long differences(AirportTotals other) {
        long differing = byOrigin.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(other.byOrigin.get(entry.getKey())))
                .count();
        return differing
                + other.byOrigin.keySet().stream()
                        .filter(origin -> !byOrigin.containsKey(origin))
                        .count();
    }
}
