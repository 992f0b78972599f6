package io.penstock.server.http.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Shows how rates and counts went. Where nothing is known, a value is null.
 *
 * @param step the time between two values
 * @param from the beginning of the first step; the last one goes on
 */
public record HistoryView(Duration step, Instant from, SeriesView series) {

    /**
     * Shows the values, one for each step.
     *
     * @param in messages a second that were accepted
     * @param out messages a second that consumers accepted
     * @param waiting messages that were not settled
     * @param deadLetters messages that were in dead-letter queues
     */
    public record SeriesView(List<Double> in, List<Double> out, List<Double> waiting, List<Double> deadLetters) {}
}
