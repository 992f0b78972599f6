package io.penstock.server.http.overview;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

/** Who is told of each round, once a second, in one thread after the other. Its methods must not block. */
public interface OverviewViewer {

    /** The names of destinations that somebody watches, which are looked at in each round. */
    Set<String> watched();

    /** A round is over. */
    void told(Round round);

    /**
     * What a round has found.
     *
     * @param destinations the names of all that exist; null if the broker could not be asked
     * @param row finds the row of a destination; null if there is none
     */
    record Round(
            Instant time,
            BrokerOverview overview,
            @Nullable Set<String> destinations,
            Function<String, @Nullable DestinationRow> row) {}
}
