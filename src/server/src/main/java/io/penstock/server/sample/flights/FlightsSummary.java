package io.penstock.server.sample.flights;

import io.penstock.server.sample.Summary;
import io.penstock.server.sample.SummaryLines;

import java.util.List;
import java.util.Map;

/**
 * The result of the flights sample. Counts are over all runs on the data directory, as the log tells; times, and what
 * is called "now", are of this run.
 *
 * @param lost flights that were sent but not counted, and late flights that nobody dealt with
 * @param airportsThatDiffer of which the totals differ from the reference
 * @param deliveredPerConsumer by subscription of the topic, and by consumer of the queue
 * @param repeatedDeliveries handled more than once, because a kill came between handling and its acknowledgement
 * @param publishSeconds from the first send until all were durable
 * @param seconds from the first send until all was done, back-off of retries included
 * @param messagesPerSecond sent in this run, in a second of {@code publishSeconds}
 * @param p50Millis from being sent until durable; {@code p99Millis} likewise
 * @param countedP50Millis from being sent until counted, which includes the wait in the backlog
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
        double countedP50Millis,
        double countedP99Millis)
        implements Summary {

    @Override
    public String whatToSee() {
        return "/#/dead-letters/" + LateFlights.DEAD_LETTERS;
    }

    @Override
    public List<String> lines() {
        var lines = new SummaryLines();
        lines.addSent("sent", "flights", sent, sentNow, publishSeconds, messagesPerSecond);
        if (sentNow > 0) {
            lines.add("latency", "durable after %.1f ms (p50), %.1f ms (p99)", p50Millis, p99Millis);
            lines.add("", "counted after %.1f ms (p50), %.1f ms (p99)", countedP50Millis, countedP99Millis);
        }
        deliveredPerConsumer.forEach((consumer, count) -> lines.add("delivered", "%,9d to %s", count, consumer));
        lines.add("late flights", "%,d: %,d booked anew, %,d dead letters", lateFlights, booked, deadLettered);
        lines.add("retried", "%,d runs, after a back-off", retried);
        deadLetters.forEach(deadLetter -> lines.add("dead letter", "%s", deadLetter));
        lines.add("aggregate", "%d airports, %s (%s)", airports, agreement(), reference);
        if (repeatedDeliveries > 0) {
            lines.add("repeated", "%,d deliveries came again after a kill and changed nothing", repeatedDeliveries);
        }
        lines.add("lost", "%,d", lost);
        lines.add("result", "%s after %.1f s", passed ? "PASSED" : "FAILED", seconds);
        return lines.lines();
    }

    private String agreement() {
        return aggregateMatches ? "equal to the reference" : "of which " + airportsThatDiffer + " DIFFER";
    }
}
