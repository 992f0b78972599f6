package io.penstock.server.http.subscription;

import io.penstock.Broker;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.security.Action;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.condition.Conditions;
import io.penstock.server.http.consume.SharedConsumers;
import io.penstock.server.http.message.MessageBrowser;
import io.penstock.server.http.message.MessagePage;
import io.penstock.server.http.message.PageRequest;
import io.penstock.server.http.operation.OperationView;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

import java.util.Optional;
import java.util.function.BiConsumer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Declares, changes and removes subscriptions, and shows how much waits in them. */
@Path("/api/v1/destinations/{destination}/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Subscriptions")
final class SubscriptionResource {

    private static final Logger LOG = Logger.getLogger(SubscriptionResource.class);

    private final Broker broker;
    private final Actor actor;
    private final MessageBrowser browser;
    private final SharedConsumers consumers;
    private final Conditions conditions;
    private final CurrentCaller caller;

    SubscriptionResource(
            @CallersView Broker broker,
            MessageBrowser browser,
            Actor actor,
            SharedConsumers consumers,
            Conditions conditions,
            CurrentCaller caller) {
        this.caller = caller;
        this.conditions = conditions;
        this.consumers = consumers;
        this.actor = actor;
        this.broker = broker;
        this.browser = browser;
    }

    @GET
    @Path("{subscription}")
    @Operation(summary = "One subscription with its policies; the destination tells how much waits in it")
    public RestResponse<SubscriptionView> get(
            @PathParam("destination") String destination, @PathParam("subscription") String name) {
        return conditions.get(
                () -> find(destination, name),
                () -> find(destination, name)
                        .orElseThrow(() -> new PenstockException.UnknownSubscription(destination, name)));
    }

    @PUT
    @Path("{subscription}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a durable subscription exist, or replace its policies: what is left out gets its default")
    public RestResponse<SubscriptionView> declare(
            @PathParam("destination") String destination,
            @PathParam("subscription") String name,
            SubscriptionRequest request,
            @Context UriInfo uri) {
        var wanted = (request == null ? SubscriptionRequest.DEFAULTS : request).named(destination, name);
        caller.requireChange(change -> change.of(wanted));
        return conditions.put(uri, () -> find(destination, name), () -> SubscriptionView.of(broker.declare(wanted)));
    }

    @DELETE
    @Path("{subscription}")
    @Operation(summary = "Remove a topic's subscription and its progress; the messages stay in the topic")
    public void unsubscribe(
            @PathParam("destination") String destination,
            @PathParam("subscription") String name,
            @Context UriInfo uri) {
        caller.require(Action.RECEIVE, destination);
        conditions.remove(uri, () -> find(destination, name), () -> {
            consumers.closeIdle(destination, name);
            broker.unsubscribe(destination, name);
        });
    }

    @GET
    @Path("{subscription}/consumers")
    @Operation(summary = "The consumers that are joined: what each has, has got, and why it gets nothing")
    public ConsumersView consumers(
            @PathParam("destination") String destination, @PathParam("subscription") String name) {
        return broker.statistics(destination).subscriptions().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(each -> new ConsumersView(each.members()))
                .orElseThrow(() -> new PenstockException.UnknownSubscription(destination, name));
    }

    @POST
    @Path("{subscription}/purge")
    @Operation(summary = "Throw away what the subscription has not settled, except what its consumers have")
    public OperationView purge(
            @PathParam("destination") String destination,
            @PathParam("subscription") String name,
            @QueryParam("actor") String actor,
            @Context UriInfo uri) {
        var who = this.actor.or(actor);
        caller.require(Action.MANAGE, destination);
        return conditions.act(
                uri,
                () -> find(destination, name),
                () -> OperationView.of(broker.operations().purge(destination, name, who)));
    }

    @POST
    @Path("{subscription}/seek")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Go on elsewhere, in all partitions: what lies before counts as settled, what lies behind is"
                    + " delivered, again if need be")
    public SubscriptionStatistics seek(
            @PathParam("destination") String destination,
            @PathParam("subscription") String name,
            SeekRequest request,
            @QueryParam("actor") String actor,
            @Context UriInfo uri) {
        if (request == null || request.position() == null) {
            throw RequestException.malformed("'position' is missing: use earliest, latest, offset:<number>, or a time"
                    + " such as 2026-01-31T12:00:00Z.");
        }
        var who = this.actor.or(actor);
        var position = StartPosition.valueOf(request.position());
        caller.require(Action.MANAGE, destination);
        return conditions.act(uri, () -> find(destination, name), () -> {
            broker.seek(destination, name, position);
            LOG.infof("%s has put the subscription '%s' of '%s' to %s.", who, name, destination, position);
            return standing(destination, name);
        });
    }

    @POST
    @Path("{subscription}/pause")
    @Operation(summary = "Hand out nothing more until it is resumed, also after a restart")
    public SubscriptionStatistics pause(
            @PathParam("destination") String destination,
            @PathParam("subscription") String name,
            @QueryParam("actor") String actor,
            @Context UriInfo uri) {
        var who = this.actor.or(actor);
        caller.require(Action.MANAGE, destination);
        return conditions.act(
                uri, () -> find(destination, name), () -> told(destination, name, who, "paused", broker::pause));
    }

    @POST
    @Path("{subscription}/resume")
    @Operation(summary = "Hand out again")
    public SubscriptionStatistics resume(
            @PathParam("destination") String destination,
            @PathParam("subscription") String name,
            @QueryParam("actor") String actor,
            @Context UriInfo uri) {
        var who = this.actor.or(actor);
        caller.require(Action.MANAGE, destination);
        return conditions.act(
                uri, () -> find(destination, name), () -> told(destination, name, who, "resumed", broker::resume));
    }

    /** Does it, and writes down who has asked for it. */
    private SubscriptionStatistics told(
            String destination, String name, String who, String what, BiConsumer<String, String> change) {
        change.accept(destination, name);
        LOG.infof("%s has %s the subscription '%s' of '%s'.", who, what, name, destination);
        return standing(destination, name);
    }

    private SubscriptionStatistics standing(String destination, String name) {
        return broker.statistics(destination).subscriptions().stream()
                .filter(subscription -> subscription.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PenstockException.UnknownSubscription(destination, name));
    }

    @GET
    @Path("{subscription}/messages")
    @Operation(summary = "Read what the subscription has not settled, without taking it")
    public MessagePage waiting(
            @PathParam("destination") String destination,
            @PathParam("subscription") String name,
            @QueryParam("partition") String partition,
            @QueryParam("from") String from,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam("parked") String parked) {
        var request = PageRequest.parse(partition, from, after, limit, parked, null);
        browser.require(destination);
        if (find(destination, name).isEmpty()) {
            throw new PenstockException.UnknownSubscription(destination, name);
        }
        return request.messages(browser, destination, name);
    }

    private Optional<SubscriptionView> find(String destination, String name) {
        return broker.destination(destination).stream()
                .flatMap(found -> broker.subscriptions(found.name()).stream())
                .filter(subscription -> subscription.name().equals(name))
                .findFirst()
                .map(SubscriptionView::of);
    }
}
