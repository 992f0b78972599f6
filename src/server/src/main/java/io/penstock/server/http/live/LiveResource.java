package io.penstock.server.http.live;

import io.penstock.AsciiNumbers;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.stream.EventStream;
import io.penstock.server.http.stream.OpenStreams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Set;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Streams what changes, to whoever looks at the server. */
@Path("/api/v1/live")
@Tag(name = "Overview")
final class LiveResource {

    /** The most rows that are in view: those of one part of a table. */
    private static final int MAX_NAMES = 200;

    private final CurrentCaller caller;
    private final OpenStreams streams;
    private final LiveStreams live;

    LiveResource(CurrentCaller caller, OpenStreams streams, LiveStreams live) {
        this.caller = caller;
        this.streams = streams;
        this.live = live;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow the broker, and the destinations that are in view, as a stream of events",
            description = "Goes on behind the overview of 'Last-Event-ID', for up to five minutes.")
    @APIResponse(
            responseCode = "200",
            description = "events 'overview', 'rows', 'changed', 'gap' and 'end', until the client hangs up",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public EventStream live(
            @QueryParam("destinations") String destinations, @HeaderParam("Last-Event-ID") String last) {
        var names = names(destinations);
        var behind = second(last);
        streams.requireRoom();
        live.requireRoom();
        return live.stream(caller.sight(), caller.checkingLogin(), names, behind);
    }

    private static Set<String> names(@Nullable String list) {
        var names = new LinkedHashSet<String>();
        if (list == null) {
            return names;
        }
        for (var name : list.split(",", -1)) {
            if (name.isEmpty()) {
                throw RequestException.malformed(
                        "'destinations' has a name without a letter: use names with commas between them.");
            }
            names.add(name);
        }
        if (names.size() > MAX_NAMES) {
            throw RequestException.malformed("'destinations' has " + names.size() + " names: use at most " + MAX_NAMES
                    + ", those of the rows that are in view.");
        }
        return names;
    }

    private static @Nullable Long second(@Nullable String last) {
        if (last == null || last.isBlank()) {
            return null;
        }
        try {
            long second = AsciiNumbers.parseLong(last.strip());
            if (second >= 0) {
                return second;
            }
        } catch (NumberFormatException e) {
            // Refused below, like one that is negative.
        }
        throw RequestException.malformed("'Last-Event-ID' is '" + last
                + "': use the id of an event of this stream, such as 1767225600, or leave it out.");
    }
}
