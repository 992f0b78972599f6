package io.penstock.server.http.consume;

import io.penstock.Broker;
import io.penstock.security.Action;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.cloudevent.EventMessages;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.StopGate;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Hands out messages to those who ask for them, and settles many at a time. */
@Path("/api/v1/destinations/{destination}/subscriptions/{subscription}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Consuming")
final class DeliveryResource {

    private final Broker broker;
    private final CurrentCaller caller;
    private final SharedConsumers consumers;
    private final Settling settling;
    private final ConsumeLimits limits;
    private final ScheduledExecutorService executor;
    private final StopGate gate;

    DeliveryResource(
            @CallersView Broker broker,
            CurrentCaller caller,
            SharedConsumers consumers,
            Settling settling,
            ConsumeLimits limits,
            ScheduledExecutorService executor,
            StopGate gate) {
        this.broker = broker;
        this.caller = caller;
        this.consumers = consumers;
        this.settling = settling;
        this.limits = limits;
        this.executor = executor;
        this.gate = gate;
    }

    /** Runs on a worker, since the first poll has to join the subscription; no thread waits for messages. */
    @POST
    @Blocking
    @Produces({MediaType.APPLICATION_JSON, EventMessages.BATCH})
    @Operation(
            summary = "Take messages, each under a lease with a token; waits for the first one",
            description = "Returns at once what is there, or waits for the first message and returns with it what can"
                    + " be had at once. Each message has to be settled by its token before its lease ends.")
    @APIResponse(
            responseCode = "200",
            description = "what was handed out; nothing if nothing came in time",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = DeliveriesView.class)),
                @Content(mediaType = EventMessages.BATCH, schema = @Schema(type = SchemaType.ARRAY))
            })
    public CompletionStage<PollAnswer> poll(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            @QueryParam("max") String max,
            @QueryParam("wait") String wait,
            @QueryParam("lease") String lease,
            @Context RoutingContext context) {
        caller.require(Action.RECEIVE, destination);
        int most = new Parameter("max", max).number(1, 1, ConsumeLimits.MOST_MESSAGES);
        var patience = new Parameter("wait", wait)
                .duration(ConsumeLimits.USUAL_WAIT, Duration.ZERO, ConsumeLimits.LONGEST_WAIT);
        var length = new Parameter("lease", lease)
                .duration(limits.lease(), ConsumeLimits.SHORTEST_LEASE, ConsumeLimits.LONGEST_LEASE);
        var interest = new Interest(caller.id(), destination, subscription);
        consumers.pollBegins();
        try {
            return begin(interest, most, length, gate.isClosed() ? Duration.ZERO : patience, context);
        } catch (RuntimeException e) {
            consumers.pollEnds();
            throw e;
        }
    }

    private CompletionStage<PollAnswer> begin(
            Interest interest, int most, Duration lease, Duration patience, RoutingContext context) {
        var known = consumers.find(interest);
        var poll = new Poll(
                known == null ? most : Math.min(most, known.most(ConsumeLimits.ANSWER_BYTES)),
                lease,
                ConsumeLimits.ANSWER_BYTES);
        var owner = consumers.begin(broker, interest, poll);
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                owner.abandon(poll);
            }
        });
        if (context.response().closed()) {
            owner.abandon(poll);
        }
        if (patience.isZero()) {
            owner.end(poll);
        } else {
            var timer = executor.schedule(() -> owner.end(poll), patience.toMillis(), TimeUnit.MILLISECONDS);
            poll.answer().whenComplete((leases, failure) -> timer.cancel(false));
        }
        return poll.answer()
                .whenComplete((leases, failure) -> consumers.pollEnds())
                .thenApply(leases -> new PollAnswer(leases, owner));
    }

    @POST
    @Path("settle")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Settle many messages, each by its token",
            description = "Each item succeeds or fails by itself, and the answer says how, in the same order.")
    public CompletionStage<SettledView> settle(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            SettleRequest request,
            @Context UriInfo uri) {
        caller.require(Action.RECEIVE, destination);
        if (request == null || request.items() == null || request.items().isEmpty()) {
            throw RequestException.malformed("'items' is missing: name a token and an action for each message.");
        }
        if (request.items().size() > ConsumeLimits.MOST_MESSAGES) {
            throw RequestException.malformed("'items' has " + request.items().size() + " entries: settle at most "
                    + ConsumeLimits.MOST_MESSAGES + " at a time.");
        }
        var interest = new Interest(caller.id(), destination, subscription);
        return settling.all(interest, request.items(), uri.getRequestUri().getRawPath());
    }
}
