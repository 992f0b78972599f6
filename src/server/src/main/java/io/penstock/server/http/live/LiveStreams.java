package io.penstock.server.http.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.security.Sight;
import io.penstock.server.http.overview.OverviewViewer;
import io.penstock.server.http.overview.ServerOverview;
import io.penstock.server.http.request.RequestException;
import io.quarkus.runtime.StartupEvent;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells all open pages what has changed, once a second. Safe for use by any thread. */
@Singleton
final class LiveStreams implements OverviewViewer {

    /** The most streams: more people than look after one server, and little work for it. */
    static final int MAX_STREAMS = 64;

    private final ObjectMapper json;
    private final RecentOverviews recent;
    private final ChangedLists lists; // guarded by this
    private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LiveRound latest;

    @Inject
    LiveStreams(Broker broker, ObjectMapper json) {
        this.json = json;
        recent = new RecentOverviews(json);
        lists = new ChangedLists(broker);
    }

    void start(@Observes StartupEvent event, ServerOverview overview) {
        overview.add(this);
    }

    /** @throws RequestException if there are too many */
    void requireRoom() {
        if (open.size() >= MAX_STREAMS) {
            throw RequestException.limitReached(
                    MAX_STREAMS + " pages have the live view open: close one, or try again later.");
        }
    }

    /**
     * A stream, which begins when it is given a connection.
     *
     * @param names of the destinations that are in view
     * @param behind the second that the client knows of already; null if it has been told nothing
     */
    LiveStream stream(Sight sight, Runnable login, Set<String> names, @Nullable Long behind) {
        return new LiveStream(this, sight, login, names, behind);
    }

    RecentOverviews recent() {
        return recent;
    }

    /** A stream has a connection: it is told at once what the last round has found. */
    void begun(LiveStream stream) {
        open.add(stream);
        var round = latest;
        if (round != null) {
            stream.tell(round);
        }
    }

    void over(LiveStream stream) {
        open.remove(stream);
    }

    @Override
    public Set<String> watched() {
        var names = new HashSet<String>();
        open.forEach(stream -> names.addAll(stream.names()));
        return names;
    }

    @Override
    public synchronized void told(Round found) {
        try {
            recent.add(found.overview());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        var round = new LiveRound(found, changed(found), json);
        // What it tells of lists is no news to streams that begin later.
        latest = new LiveRound(found, Set.of(), json);
        open.forEach(stream -> stream.tell(round));
    }

    private Set<ListKind> changed(Round found) {
        if (open.isEmpty()) {
            lists.forget();
            return Set.of();
        }
        return lists.find(found.destinations());
    }
}
