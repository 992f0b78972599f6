package io.penstock.server.http.stream;

import io.penstock.quarkus.config.Setting;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.StopGate;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Keeps the event streams that are open, bounds them, and ends them when the server is being stopped. */
@Singleton
public final class OpenStreams {

    private static final Setting STREAMS = new Setting("penstock.http.streams");

    /** More than any process has connections. */
    private static final int MOST = 1_000_000;

    /** The longest heartbeat: shorter than the time after which a connection without a word is closed. */
    private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);

    private static final String STOPPING = "{\"reason\":\"The server is being stopped: connect again.\"}";

    private final Vertx vertx;
    private final int most;
    private final Duration heartbeat;
    private final Map<EventStream, EventConnection> open = new ConcurrentHashMap<>();

    /** @throws io.penstock.PenstockException.InvalidConfiguration if a limit cannot be */
    @Inject
    OpenStreams(StreamSettings settings, Vertx vertx) {
        this.vertx = vertx;
        most = STREAMS.of("max").within(settings.max(), 1, MOST);
        heartbeat = STREAMS.of("heartbeat").within(settings.heartbeat(), Duration.ofMillis(10), LONGEST_HEARTBEAT);
    }

    void start(@Observes StartupEvent event, StopGate gate) {
        gate.whenClosed(() -> open.values().forEach(connection -> connection.end("end", STOPPING)));
    }

    /** @throws RequestException if there are too many */
    public void requireRoom() {
        if (open.size() >= most) {
            throw RequestException.limitReached(
                    most + " event streams are open (penstock.http.streams.max): close one," + " or try again later.");
        }
    }

    void begin(EventStream stream, HttpServerResponse response) {
        var connection = new EventConnection(response, vertx, heartbeat, () -> {
            open.remove(stream);
            stream.over();
        });
        open.put(stream, connection);
        if (connection.isOver()) {
            open.remove(stream);
        } else {
            stream.begin(connection);
        }
    }
}
