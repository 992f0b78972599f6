package io.penstock.server.http.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Broker;
import io.penstock.TopicRule;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.condition.Conditions;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.Slice;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.util.List;
import java.util.Optional;
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

/** Declares wildcard subscriptions, which subscribe to topics by the pattern of their names. */
@Path("/api/v1/rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Routing")
final class RuleResource {

    private final Broker broker;
    private final CurrentCaller caller;
    private final Conditions conditions;

    RuleResource(@CallersView Broker broker, CurrentCaller caller, Conditions conditions) {
        this.broker = broker;
        this.caller = caller;
        this.conditions = conditions;
    }

    @GET
    @Operation(summary = "All wildcard subscriptions, by name")
    public Page list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        var page = Slice.of(broker.routing().rules(), TopicRule::name, after, limit)
                .map(RuleView::of);
        return new Page(page.entries(), page.next());
    }

    /**
     * A page of rules, as JSON.
     *
     * @param next the {@code after} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<RuleView> rules, String next) {}

    @GET
    @Path("{rule}")
    @Operation(summary = "One wildcard subscription")
    public RestResponse<RuleView> get(@PathParam("rule") String name) {
        return conditions.get(() -> find(name), () -> find(name).orElseThrow(() -> RequestException.unknownRule(name)));
    }

    @PUT
    @Path("{rule}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a wildcard subscription exist, or replace the policies of its subscriptions")
    public RestResponse<RuleView> declare(@PathParam("rule") String name, RuleRequest request, @Context UriInfo uri) {
        if (request == null) {
            throw RequestException.malformed(
                    "The body is empty: say for which topics, such as {\"pattern\": \"orders.#\"}.");
        }
        var wanted = request.named(name);
        caller.requireChange(wanted);
        return conditions.put(
                uri, () -> find(name), () -> RuleView.of(broker.routing().declare(wanted)));
    }

    @DELETE
    @Path("{rule}")
    @Operation(
            summary = "Remove a wildcard subscription with its subscriptions and their progress; 404 if there is none")
    public void remove(@PathParam("rule") String name, @Context UriInfo uri) {
        conditions.remove(uri, () -> find(name), () -> {
            if (find(name).isEmpty()) {
                throw RequestException.unknownRule(name);
            }
            broker.routing().removeRule(name);
        });
    }

    private Optional<RuleView> find(String name) {
        return broker.routing().rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .map(RuleView::of);
    }
}
