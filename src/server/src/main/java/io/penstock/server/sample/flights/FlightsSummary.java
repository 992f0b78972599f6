package io.penstock.server.sample.flights;

import io.penstock.server.sample.Summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The account of the flights sample. Counts are over all runs on the data directory, as the log tells; times, and what
 * is called "now", are of this run.
 *
 * @param lost flights that were sent but not counted, and late flights that nobody dealt with
 * @param airportsThatDiffer of which the totals differ from the reference
 * @param deliveredPerConsumer by subscription of the topic, and by consumer of the queue
 * @param repeatedDeliveries handled more than once, because a kill came between handling and its acknowledgement
 * @param publishSeconds from the first send until all were durable
 * @param seconds from the first send until all was done, back-off of retries included
 * @param messagesPerSecond sent in this run, in a second of {@code publishSeconds}
 * @param p50Millis from being sent until counted
 * @param sendP50Millis from being sent until durable
 */
record FlightsSummary(
        String sample,
        boolean passed,
        long sent,
        long sentNow,
        long lost,
        boolean aggregateMatches,
        int airports,
        long airportsThatDiffer,
        String reference,
        Map<String, Long> deliveredPerConsumer,
        long lateFlights,
        long booked,
        long retried,
        long deadLettered,
        List<String> deadLetters,
        long repeatedDeliveries,
        double publishSeconds,
        double seconds,
        long messagesPerSecond,
        double p50Millis,
        double p99Millis,
        double sendP50Millis,
        double sendP99Millis)
        implements Summary {

    @Override
    public List<String> lines() {
        var lines = new ArrayList<String>();
        add(
                lines,
                "sent",
                "%,d flights, of these %,d now in %.1f s: %,d a second",
                sent,
                sentNow,
                publishSeconds,
                messagesPerSecond);
        add(
                lines,
                "latency",
                "durable after p50 %.1f ms, p99 %.1f ms; counted after p50 %.1f ms, p99 %.1f ms",
                sendP50Millis,
                sendP99Millis,
                p50Millis,
                p99Millis);
        deliveredPerConsumer.forEach((consumer, count) -> add(lines, "delivered", "%,10d to %s", count, consumer));
        add(
                lines,
                "late flights",
                "%,d: %,d booked anew, %,d dead letters, %,d runs were retries",
                lateFlights,
                booked,
                deadLettered,
                retried);
        for (String deadLetter : deadLetters) {
            add(lines, "dead letter", "%s", deadLetter);
        }
        add(
                lines,
                "aggregate",
                "%d airports, %s (%s)",
                airports,
                aggregateMatches ? "equal to the reference" : airportsThatDiffer + " DIFFER from the reference",
                reference);
        if (repeatedDeliveries > 0) {
            add(lines, "repeated", "%,d deliveries came again after a kill and changed nothing", repeatedDeliveries);
        }
        add(lines, "lost", "%,d", lost);
        add(lines, "result", "%s after %.1f s", passed ? "PASSED" : "FAILED", seconds);
        return lines;
    }

    private static void add(List<String> lines, String label, String format, Object... values) {
        lines.add(String.format(Locale.ROOT, "  %-13s", label) + String.format(Locale.ROOT, format, values));
    }
}
