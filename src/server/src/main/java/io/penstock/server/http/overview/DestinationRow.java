package io.penstock.server.http.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.DestinationKind;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Shows a destination as a row of a table.
 *
 * @param in messages a second that are accepted; of an exchange, those that are sent to it
 * @param out messages a second that consumers accept; of an exchange, those that it sends on
 * @param waiting messages that its subscriptions have not settled
 * @param oldestAgeMillis the age of the oldest of these; 0 if there is none, -1 if it cannot be read
 * @param deadLetters messages in the dead-letter queues of its subscriptions; other destinations may use them too
 * @param problem why some of it is not served, shortened; absent if all is
 * @param spark messages a second that came in, in steps of ten seconds, the latest last; null where it is not known.
 *     Absent in streams
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DestinationRow(
        String name,
        DestinationKind kind,
        double in,
        double out,
        long waiting,
        long oldestAgeMillis,
        long deadLetters,
        int consumers,
        @Nullable String problem,
        @Nullable List<Double> spark) {

    static DestinationRow of(DestinationLook look, long deadLetters) {
        return new DestinationRow(
                look.name(),
                look.kind(),
                look.in(),
                look.out(),
                look.waiting(),
                look.oldestAgeMillis(),
                deadLetters,
                look.consumers(),
                look.problem(),
                null);
    }

    DestinationRow with(List<Double> plotted) {
        return new DestinationRow(
                name, kind, in, out, waiting, oldestAgeMillis, deadLetters, consumers, problem, plotted);
    }
}
