package io.penstock.server.http.destination;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.security.Action;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.condition.Conditions;
import io.penstock.server.http.consume.SharedConsumers;
import io.penstock.server.http.operation.OperationView;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.util.Optional;
import java.util.function.Supplier;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Declares, changes and deletes destinations, and shows their state. */
@Path("/api/v1/destinations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Destinations")
final class DestinationResource {

    private static final int DEFAULT_LIMIT = 1_000;

    /** The largest page: some megabytes of JSON. */
    private static final int MAX_LIMIT = 10_000;

    private final Broker broker;
    private final Actor actor;
    private final Conditions conditions;
    private final CurrentCaller caller;
    private final SharedConsumers consumers;

    DestinationResource(
            @CallersView Broker broker,
            Actor actor,
            Conditions conditions,
            CurrentCaller caller,
            SharedConsumers consumers) {
        this.consumers = consumers;
        this.caller = caller;
        this.conditions = conditions;
        this.actor = actor;
        this.broker = broker;
    }

    @GET
    @Operation(summary = "All destinations by name, with depth, lag and counters")
    public DestinationPage list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        int most = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT);
        var rest = broker.destinations().stream()
                .filter(destination -> after == null || destination.name().compareTo(after) > 0)
                .toList();
        var page = rest.stream()
                .limit(most)
                .map(destination -> DestinationView.summary(broker.statistics(destination.name())))
                .toList();
        return new DestinationPage(page, rest.size() > most ? rest.get(most - 1).name() : null);
    }

    @GET
    @Path("{destination}")
    @Operation(summary = "One destination, with the offsets of its partitions")
    public RestResponse<DestinationView> get(@PathParam("destination") String name) {
        return conditions.get(configuration(name), () -> view(name));
    }

    private DestinationView view(String name) {
        return DestinationView.withOffsets(broker.statistics(name), caller.actions(name));
    }

    private Supplier<Optional<DestinationView>> configuration(String name) {
        return () -> broker.destination(name).map(DestinationView::configured);
    }

    @PUT
    @Path("{destination}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a destination exist: 201 if it is new, 200 if it was there already")
    public RestResponse<DestinationView> declare(
            @PathParam("destination") String name, DestinationRequest request, @Context UriInfo uri) {
        if (request == null) {
            throw RequestException.malformed(
                    "The body is empty: say what to declare, such as {\"kind\": \"QUEUE\", \"partitions\": 1}.");
        }
        var destination = request.named(name);
        caller.requireChange(change -> change.of(destination));
        return conditions.put(uri, configuration(name), () -> {
            broker.declare(destination);
            return view(name);
        });
    }

    @DELETE
    @Path("{destination}")
    @Operation(summary = "Delete a destination with its subscriptions and messages; with consumers only if forced")
    @org.eclipse.microprofile.openapi.annotations.parameters.Parameter(
            name = "force",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN))
    public OperationView delete(
            @PathParam("destination") String name,
            @QueryParam("force") String force,
            @QueryParam("actor") String actor,
            @Context UriInfo uri) {
        boolean isForced = new Parameter("force", force).flag();
        var who = this.actor.or(actor);
        caller.require(Action.MANAGE, name);
        return conditions.act(uri, configuration(name), () -> {
            consumers.closeIdle(name);
            return OperationView.of(broker.operations().delete(name, isForced, who));
        });
    }

    @POST
    @Path("{destination}/purge")
    @Operation(summary = "Throw away what a queue holds, except what its consumers have at the moment")
    public OperationView purge(
            @PathParam("destination") String name, @QueryParam("actor") String actor, @Context UriInfo uri) {
        var who = this.actor.or(actor);
        caller.require(Action.MANAGE, name);
        return conditions.act(
                uri,
                configuration(name),
                () -> OperationView.of(broker.operations().purge(name, null, who)));
    }

    @PATCH
    @Path("{destination}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change the policies of a destination, or give it more partitions: what is left out stays")
    public RestResponse<DestinationView> alter(
            @PathParam("destination") String name, PoliciesRequest request, @Context UriInfo uri) {
        if (request == null) {
            throw RequestException.malformed(
                    "The body is empty: say what to change, such as {\"retention\": {\"maxAge\": \"P30D\"}}.");
        }
        caller.require(Action.MANAGE, name);
        return conditions.patch(uri, configuration(name), () -> {
            var existing = broker.destination(name).orElseThrow(() -> new PenstockException.UnknownDestination(name));
            broker.alter(request.appliedTo(existing));
            return view(name);
        });
    }
}
