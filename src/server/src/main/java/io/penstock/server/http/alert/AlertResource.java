package io.penstock.server.http.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.Alerts;
import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.condition.Conditions;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Declares, shows and removes alerts. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
final class AlertResource {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;

    private final Broker broker;
    private final CurrentCaller caller;
    private final Conditions conditions;

    AlertResource(@CallersView Broker broker, CurrentCaller caller, Conditions conditions) {
        this.broker = broker;
        this.caller = caller;
        this.conditions = conditions;
    }

    /**
     * A page of alerts, as JSON.
     *
     * @param next the {@code after} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<AlertView> alerts, String next) {}

    @GET
    @Operation(summary = "All declared alerts by name, and in how many places each fires")
    @APIResponse(
            responseCode = "200",
            description = "A page of alerts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Page.class),
                            examples = @ExampleObject(name = "alerts", value = AlertExamples.ALERTS)))
    public Page list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        int most = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT);
        var alerts = broker.alerts();
        var rest = alerts.rules().stream()
                .filter(rule -> after == null || rule.name().compareTo(after) > 0)
                .toList();
        var view = views(alerts);
        var page = rest.stream().limit(most).map(view).toList();
        return new Page(page, rest.size() > most ? page.get(most - 1).name() : null);
    }

    private static Function<AlertRule, AlertView> views(Alerts alerts) {
        var firing = alerts.states().stream()
                .filter(AlertState::isFiring)
                .collect(Collectors.groupingBy(state -> state.rule().name(), Collectors.counting()));
        Map<String, String> problems = alerts.problems();
        return rule -> AlertView.of(rule, firing.getOrDefault(rule.name(), 0L), problems.get(rule.name()));
    }

    @GET
    @Path("{alert}")
    @Operation(summary = "One declared alert")
    @APIResponse(
            responseCode = "200",
            description = "The alert",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertView.class),
                            examples = @ExampleObject(name = "lag", value = AlertExamples.ALERT)))
    public RestResponse<AlertView> get(@PathParam("alert") String name) {
        var alerts = broker.alerts();
        return conditions.get(
                configuration(alerts, name),
                () -> alerts.find(name).map(views(alerts)).orElseThrow(() -> new PenstockException.UnknownAlert(name)));
    }

    private static Supplier<Optional<AlertView>> configuration(Alerts alerts, String name) {
        return () -> alerts.find(name).map(rule -> AlertView.of(rule, 0, null));
    }

    @PUT
    @Path("{alert}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make an alert exist, or replace it: 201 if it is new")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertRequest.class),
                            examples = @ExampleObject(name = "lag", value = AlertExamples.REQUEST)))
    public RestResponse<AlertView> declare(
            @PathParam("alert") String name, AlertRequest request, @Context UriInfo uri) {
        if (request == null) {
            throw RequestException.malformed(
                    "The body is empty: say what is worth a call, such as " + AlertExamples.REQUEST + ".");
        }
        var rule = request.named(name);
        caller.requireChange(change -> change.of(rule));
        var alerts = broker.alerts();
        return conditions.put(
                uri, configuration(alerts, name), () -> views(alerts).apply(alerts.declare(rule)));
    }

    @DELETE
    @Path("{alert}")
    @Operation(summary = "Remove an alert: where it fires, it is resolved")
    public void remove(@PathParam("alert") String name, @Context UriInfo uri) {
        var alerts = broker.alerts();
        conditions.remove(uri, configuration(alerts, name), () -> alerts.remove(name));
    }
}
