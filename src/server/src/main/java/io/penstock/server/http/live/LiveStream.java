package io.penstock.server.http.live;

import io.penstock.PenstockException;
import io.penstock.security.Sight;
import io.penstock.server.http.overview.DestinationRow;
import io.penstock.server.http.stream.EventConnection;
import io.penstock.server.http.stream.EventStream;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stream of one page that is open. While the socket has not taken what was written, nothing more is: what has
 * changed meanwhile is told then, so that a slow client costs no memory. Safe for use by any thread.
 */
final class LiveStream implements EventStream {

    /** The rounds after which a client has to come back, and so has to be let in again: about a quarter of an hour. */
    static final int MAX_ROUNDS = 900;

    /**
     * The round of a stream from which on changes are known for sure, if nobody had looked before. What has changed
     * between what the page has read and this round is told in it, whatever it is.
     */
    private static final int KNOWING = 2;

    private static final String OLD = "{\"reason\":\"The stream has lasted for long: connect again.\"}";
    private static final String LOGGED_OUT = "{\"reason\":\"Who had connected is not logged in any more.\"}";

    private final LiveStreams streams;
    private final Sight sight;
    private final Runnable login;
    private final Set<String> names;
    private final Set<ListKind> changed = EnumSet.noneOf(ListKind.class);
    private final Map<String, DestinationRow> told = new HashMap<>();
    private @Nullable EventConnection connection;
    private boolean isWriting;
    private @Nullable Long second;
    private int rounds;

    /**
     * @param login fails once the caller is not logged in any more
     * @param names of the destinations that are in view
     * @param second that the client knows of already; null if it has been told nothing
     */
    LiveStream(LiveStreams streams, Sight sight, Runnable login, Set<String> names, @Nullable Long second) {
        this.streams = streams;
        this.sight = sight;
        this.login = login;
        this.names = Set.copyOf(names);
        this.second = second;
    }

    Set<String> names() {
        return names;
    }

    @Override
    public void begin(EventConnection begun) {
        synchronized (this) {
            connection = begun;
        }
        streams.begun(this);
    }

    @Override
    public void over() {
        streams.over(this);
    }

    /** Tells what has changed, if the client has taken what it was told before. */
    synchronized void tell(LiveRound round) {
        changed.addAll(round.changed());
        if (connection == null || isWriting) {
            return;
        }
        if (++rounds > MAX_ROUNDS) {
            connection.end("end", OLD);
            return;
        }
        if (rounds == KNOWING) {
            changed.addAll(EnumSet.allOf(ListKind.class));
        }
        if (!isLoggedIn()) {
            connection.end("end", LOGGED_OUT);
            return;
        }
        var events = Buffer.buffer();
        overviews(events);
        rows(round, events);
        changed.forEach(kind -> events.appendBuffer(EventConnection.event(null, "changed", kind.json())));
        changed.clear();
        if (events.length() > 0) {
            isWriting = true;
            connection.send(events).onComplete(done -> written());
        }
    }

    private boolean isLoggedIn() {
        try {
            login.run();
            return true;
        } catch (PenstockException.Forbidden e) {
            return false;
        }
    }

    private synchronized void written() {
        isWriting = false;
    }

    private void overviews(Buffer events) {
        var recent = streams.recent();
        if (recent.isEmpty()) {
            return;
        }
        if (second == null || recent.last() < second) {
            second = recent.last() - 1; // Or the clock was set back, here or where the client was before.
        }
        if (recent.first() > second + 1) {
            events.appendBuffer(EventConnection.event(
                    null, "gap", "{\"from\":" + (second + 1) + ",\"to\":" + (recent.first() - 1) + "}"));
        }
        boolean isAll = sight.seesBroker();
        recent.behind(second).forEach((at, point) -> {
            events.appendBuffer(
                    EventConnection.event(String.valueOf(at), "overview", isAll ? point.all() : point.forOthers()));
            second = at;
        });
    }

    private void rows(LiveRound round, Buffer events) {
        var written = new ArrayList<String>();
        int length = 0;
        for (var name : names) {
            var row = sight.sees(name) ? round.row(name) : null;
            if (row == null) {
                told.remove(name);
            } else if (!row.row().equals(told.put(name, row.row()))) {
                if (length + row.json().length() > EventConnection.PART_BYTES) {
                    appendRows(written, events);
                    length = 0;
                }
                written.add(row.json());
                length += row.json().length();
            }
        }
        appendRows(written, events);
    }

    private static void appendRows(List<String> rows, Buffer events) {
        if (!rows.isEmpty()) {
            events.appendBuffer(EventConnection.event(null, "rows", "[" + String.join(",", rows) + "]"));
            rows.clear();
        }
    }
}
