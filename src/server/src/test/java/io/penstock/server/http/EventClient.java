package io.penstock.server.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream of server-sent events as a browser does. */
public final class EventClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final HttpURLConnection connection;
    private final InputStream stream;
    private final BufferedReader lines;

    /**
     * An event.
     *
     * @param id null if it has none
     */
    public record Event(String id, String name, String data) {}

    private EventClient(HttpURLConnection connection) throws IOException {
        this.connection = connection;
        stream = connection.getInputStream();
        lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** @param last the id of the last event that the client has seen; null for none */
    public static EventClient open(URI server, String path, String last) throws IOException {
        var connection = (HttpURLConnection) server.resolve(path).toURL().openConnection();
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("Accept", "text/event-stream");
        if (last != null) {
            connection.setRequestProperty("Last-Event-ID", last);
        }
        return new EventClient(connection);
    }

    public static EventClient open(URI server, String path) throws IOException {
        return open(server, path, null);
    }

    /** The next event; null at the end of the stream. */
    public Event next() throws IOException {
        String id = null;
        String name = null;
        var data = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (name != null || data.length() > 0) {
                    return new Event(id, name, data.toString());
                }
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data.append(line.substring("data: ".length()));
            }
        }
        return null;
    }

    public List<Event> next(int number) throws IOException {
        var events = new ArrayList<Event>();
        while (events.size() < number) {
            events.add(next());
        }
        return events;
    }

    /** The next line, whatever it is. */
    public String line() throws IOException {
        return lines.readLine();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
