package io.penstock.server.sample.flights;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Says what a run has to do, before it begins: the whole input is read and checked once before anything is published.
 * The same input and seed always give the same plan.
 */
final class FlightPlan {

    /** Few enough to be named in the summary. */
    static final int DOOMED = 5;

    private static final int FLAKY_PERCENT = 2;

    private final CRC32C checksum = new CRC32C();
    private final AirportTotals totals = new AirportTotals();
    private final Set<Integer> doomedRows = new TreeSet<>();
    private final long seed;
    private int flights;
    private int late;
    private int flaky;

    private record Lot(int row, long number) {}

    private FlightPlan(long seed) {
        this.seed = seed;
    }

    /** @throws io.penstock.server.sample.SampleProblem if the input cannot be read to the end */
    static FlightPlan of(InputFile input, long seed) {
        var plan = new FlightPlan(seed);
        var smallest = new PriorityQueue<>(Comparator.comparingLong(Lot::number).reversed());
        try (var reader = FlightReader.open(input)) {
            for (Flight flight = reader.next(); flight != null; flight = reader.next()) {
                plan.add(flight);
                if (flight.late()) {
                    smallest.add(new Lot(flight.row(), plan.random(flight).nextLong()));
                    if (smallest.size() > DOOMED) {
                        smallest.remove();
                    }
                }
            }
        }
        for (Lot lot : smallest) {
            plan.doomedRows.add(lot.row());
            plan.flaky -= plan.drawnFlaky(lot.row()) ? 1 : 0;
        }
        return plan;
    }

    private void add(Flight flight) {
        flights++;
        totals.add(flight);
        checksum.update(flight.toString().getBytes(StandardCharsets.UTF_8));
        if (flight.late()) {
            late++;
            flaky += drawnFlaky(flight.row()) ? 1 : 0;
        }
    }

    /** The fault that the handling of a late flight suffers. */
    Fault faultOf(Flight flight) {
        if (!flight.late()) {
            return Fault.NONE;
        }
        if (doomedRows.contains(flight.row())) {
            return Fault.ALWAYS;
        }
        return drawnFlaky(flight.row()) ? Fault.ONCE : Fault.NONE;
    }

    private boolean drawnFlaky(int row) {
        var random = random(row);
        random.nextLong(); // the first number decides who is doomed
        return random.nextInt(100) < FLAKY_PERCENT;
    }

    private SplittableRandom random(Flight flight) {
        return random(flight.row());
    }

    /** A generator of each row's own, so that a row's fate does not depend on those before it. */
    private SplittableRandom random(int row) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + row);
    }

    int flights() {
        return flights;
    }

    int late() {
        return late;
    }

    /** Late flights whose handling fails once. */
    int flaky() {
        return flaky;
    }

    /** Late flights whose handling always fails. */
    Set<Integer> doomedRows() {
        return doomedRows;
    }

    /** The totals of what was read, counted without any messaging. */
    AirportTotals totals() {
        return totals;
    }

    /** Describes the run in one line, which differs for every other input or seed. */
    String parameters() {
        return String.format(Locale.ROOT, "%d flights, checksum %08x, seed %d", flights, checksum.getValue(), seed);
    }
}
