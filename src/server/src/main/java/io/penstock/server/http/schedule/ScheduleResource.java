package io.penstock.server.http.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Broker;
import io.penstock.EngineLimit;
import io.penstock.PenstockException;
import io.penstock.security.Action;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.condition.Conditions;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

/** Declares, pauses and cancels schedules, and shows their state. */
@Path("/api/v1/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Schedules")
final class ScheduleResource {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;
    private static final int DEFAULT_FIRINGS = 10;
    private static final int MAX_FIRINGS = 1_000;

    private final Broker broker;
    private final Conditions conditions;
    private final CurrentCaller caller;

    ScheduleResource(@CallersView Broker broker, Conditions conditions, CurrentCaller caller) {
        this.caller = caller;
        this.broker = broker;
        this.conditions = conditions;
    }

    /**
     * The list of schedules, as JSON.
     *
     * @param next the {@code after} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<ScheduleView> schedules, String next) {}

    /** The next firings of a schedule, as JSON. */
    public record Firings(List<Instant> firings) {}

    @GET
    @Operation(summary = "All schedules by name, with their next firing and counters")
    public Page list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        int most = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT);
        var rest = broker.schedules().list().stream()
                .filter(state -> after == null || state.schedule().name().compareTo(after) > 0)
                .toList();
        var page = rest.stream().limit(most).map(ScheduleView::of).toList();
        return new Page(page, rest.size() > most ? page.get(most - 1).name() : null);
    }

    @GET
    @Path("{schedule}")
    @Operation(summary = "One schedule, with its next firing and counters")
    public RestResponse<ScheduleView> get(@PathParam("schedule") String name) {
        return conditions.get(
                configuration(name),
                () -> ScheduleView.of(
                        broker.schedules().find(name).orElseThrow(() -> new PenstockException.UnknownSchedule(name))));
    }

    private Supplier<Optional<ScheduleView>> configuration(String name) {
        return () -> broker.schedules().find(name).map(ScheduleView::configured);
    }

    /** Of what the schedule sends now, if there is one. */
    private void requireSend(String name) {
        broker.schedules()
                .find(name)
                .ifPresent(state ->
                        caller.require(Action.SEND, state.schedule().message().destination()));
    }

    @PUT
    @Path("{schedule}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a schedule exist, or replace it: 201 if it is new")
    public RestResponse<ScheduleView> declare(
            @PathParam("schedule") String name, ScheduleRequest request, @Context UriInfo uri) {
        if (request == null) {
            throw RequestException.malformed("The body is empty: say when to send what, such as"
                    + " {\"destination\": \"reports\", \"cron\": \"0 0 6 * * ?\", \"body\": \"go\"}.");
        }
        var schedule = request.named(name);
        caller.require(Action.SEND, schedule.message().destination());
        requireSend(name);
        return conditions.put(
                uri,
                configuration(name),
                () -> ScheduleView.of(broker.schedules().declare(schedule)));
    }

    @GET
    @Path("{schedule}/next")
    @Operation(summary = "When it fires next")
    public Firings next(@PathParam("schedule") String name, @QueryParam("count") String count) {
        int most = new Parameter("count", count).number(DEFAULT_FIRINGS, 1, maxFirings());
        return new Firings(broker.schedules().nextFirings(name, most));
    }

    private int maxFirings() {
        return broker.capabilities().limit(EngineLimit.NEXT_FIRINGS, MAX_FIRINGS);
    }

    @POST
    @Path("{schedule}/pause")
    @Operation(summary = "It does not fire until it is resumed")
    public RestResponse<ScheduleView> pause(@PathParam("schedule") String name, @Context UriInfo uri) {
        requireSend(name);
        return conditions.patch(
                uri,
                configuration(name),
                () -> ScheduleView.of(broker.schedules().pause(name)));
    }

    @POST
    @Path("{schedule}/resume")
    @Operation(summary = "It fires again, next at the first of its times after now")
    public RestResponse<ScheduleView> resume(@PathParam("schedule") String name, @Context UriInfo uri) {
        requireSend(name);
        return conditions.patch(
                uri,
                configuration(name),
                () -> ScheduleView.of(broker.schedules().resume(name)));
    }

    @POST
    @Path("{schedule}/fire")
    @Operation(summary = "Send its message now, besides its times; when it fires next stays as it is")
    public ScheduleView fire(@PathParam("schedule") String name, @Context UriInfo uri) {
        requireSend(name);
        return conditions.act(
                uri,
                configuration(name),
                () -> ScheduleView.of(broker.schedules().fire(name)));
    }

    @DELETE
    @Path("{schedule}")
    @Operation(summary = "Remove a schedule; what it has sent stays")
    public void cancel(@PathParam("schedule") String name, @Context UriInfo uri) {
        requireSend(name);
        conditions.remove(uri, configuration(name), () -> broker.schedules().cancel(name));
    }
}
