package io.penstock.server.http.consume;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.security.Action;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.stream.EventStream;
import io.penstock.server.http.stream.OpenStreams;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.concurrent.ScheduledExecutorService;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Hands out messages as a stream of events. */
@Path("/api/v1/destinations/{destination}/subscriptions/{subscription}/events")
@Tag(name = "Consuming")
final class SubscriptionEventsResource {

    private static final int USUAL_WINDOW = 100;
    private static final String TOKEN = "token";
    private static final String WRITTEN = "written";

    private final Broker broker;
    private final CurrentCaller caller;
    private final SharedConsumers consumers;
    private final OpenStreams streams;
    private final ConsumeLimits limits;
    private final ObjectMapper json;
    private final ScheduledExecutorService executor;

    SubscriptionEventsResource(
            @CallersView Broker broker,
            CurrentCaller caller,
            SharedConsumers consumers,
            OpenStreams streams,
            ConsumeLimits limits,
            ObjectMapper json,
            ScheduledExecutorService executor) {
        this.broker = broker;
        this.caller = caller;
        this.consumers = consumers;
        this.streams = streams;
        this.limits = limits;
        this.json = json;
        this.executor = executor;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Take messages as a stream of events, each under a lease with a token",
            description = "With 'settle=token' each is settled by its token, and at most 'max' are held at a time. With"
                    + " 'settle=written' each is accepted when it has been written to the connection.")
    @APIResponse(
            responseCode = "200",
            description = "an event 'message' for each message, until the client hangs up",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public EventStream events(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            @QueryParam("settle") String settle,
            @QueryParam("max") String max,
            @QueryParam("lease") String lease,
            @Context UriInfo uri) {
        caller.require(Action.RECEIVE, destination);
        var how = new Parameter("settle", settle);
        if (settle != null && !settle.equals(TOKEN) && !settle.equals(WRITTEN)) {
            throw how.wrong(TOKEN + " or " + WRITTEN);
        }
        int window = new Parameter("max", max).number(USUAL_WINDOW, 1, ConsumeLimits.MOST_MESSAGES);
        var length = new Parameter("lease", lease)
                .duration(limits.lease(), ConsumeLimits.SHORTEST_LEASE, ConsumeLimits.LONGEST_LEASE);
        streams.requireRoom();
        var owner = consumers.of(broker, new Interest(caller.id(), destination, subscription));
        return new SubscriptionStream(
                owner,
                length,
                window,
                WRITTEN.equals(settle),
                caller.checking(Action.RECEIVE, destination),
                json,
                executor,
                uri.getRequestUri().getRawPath());
    }
}
