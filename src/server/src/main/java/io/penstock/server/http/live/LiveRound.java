package io.penstock.server.http.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.overview.DestinationRow;
import io.penstock.server.http.overview.OverviewViewer.Round;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What streams tell of one round. A row is written as JSON once, however many streams have it in view. Safe for use by
 * any thread.
 */
final class LiveRound {

    private final Round round;
    private final Set<ListKind> changed;
    private final ObjectMapper json;
    private final Map<String, Written> rows = new ConcurrentHashMap<>();

    /** A row, and the same as JSON. */
    record Written(DestinationRow row, String json) {}

    LiveRound(Round round, Set<ListKind> changed, ObjectMapper json) {
        this.round = round;
        this.changed = changed;
        this.json = json;
    }

    /** The lists that have changed. */
    Set<ListKind> changed() {
        return changed;
    }

    /** The row of a destination; null if nobody has looked at it, or it does not exist any more. */
    @Nullable
    Written row(String destination) {
        return rows.computeIfAbsent(destination, name -> {
            var row = round.row().apply(name);
            return row == null ? null : new Written(row, write(row));
        });
    }

    private String write(DestinationRow row) {
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
