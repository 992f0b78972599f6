package io.penstock.server.http.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.security.Action;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.message.MessageBrowser;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import io.quarkus.arc.ClientProxy;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.concurrent.ScheduledExecutorService;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Streams the messages of a topic to whoever wants to read along, without a subscription. */
@Path("/api/v1/destinations/{destination}/events")
@Tag(name = "Messages")
final class TopicEventsResource {

    private final Broker broker;
    private final CurrentCaller caller;
    private final MessageBrowser browser;
    private final OpenStreams streams;
    private final TopicTails tails;
    private final ObjectMapper json;
    private final ScheduledExecutorService executor;

    TopicEventsResource(
            @CallersView Broker broker,
            CurrentCaller caller,
            MessageBrowser browser,
            OpenStreams streams,
            TopicTails tails,
            ObjectMapper json,
            ScheduledExecutorService executor) {
        this.broker = broker;
        this.caller = caller;
        this.browser = browser;
        this.streams = streams;
        this.tails = tails;
        this.json = json;
        this.executor = executor;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Read a topic along as a stream of events, without a subscription and without taking anything",
            description = "Goes on behind the event of 'Last-Event-ID', or begins at 'from'.")
    @APIResponse(
            responseCode = "200",
            description = "an event 'message' for each message, until the client hangs up",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public EventStream events(
            @PathParam("destination") String destination,
            @QueryParam("from") String from,
            @QueryParam("partition") String partition,
            @HeaderParam("Last-Event-ID") String last) {
        caller.require(Action.BROWSE, destination);
        streams.requireRoom();
        var topic = browser.require(destination);
        if (topic.isQueue()) {
            throw new PenstockException.Conflict("'" + destination + "' is a queue, whose messages are consumed: see"
                    + " /subscriptions/" + destination + "/events, or /messages to look at them.");
        }
        int only = new Parameter("partition", partition).number(-1, 0, topic.partitionNumbers() - 1);
        // Not the request's proxy of it, which ends with the request.
        var view = ClientProxy.unwrap(broker);
        var places = new StartPlaces(view, destination);
        var positions = last == null || last.isBlank()
                ? places.of(from == null ? StartPosition.LATEST : position(from))
                : places.behind(last.strip());
        return new TopicStream(view, destination, positions, only, json, executor, tails);
    }

    private static StartPosition position(String from) {
        try {
            return StartPosition.valueOf(from);
        } catch (PenstockException.InvalidConfiguration e) {
            throw RequestException.malformed("'from' is wrong: " + e.getMessage());
        }
    }
}
