package io.penstock.server.http.subscription;

import io.penstock.Broker;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.util.List;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Declares wildcard subscriptions, which subscribe to topics by the pattern of their names. */
@Path("/api/v1/rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Routing")
final class RuleResource {

    private final Broker broker;

    RuleResource(@CallersView Broker broker) {
        this.broker = broker;
    }

    @GET
    @Operation(summary = "All wildcard subscriptions, by name")
    public List<RuleView> list() {
        return broker.routing().rules().stream().map(RuleView::of).toList();
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
        boolean isNew = !exists(name);
        var declared = RuleView.of(broker.routing().declare(wanted));
        return isNew
                ? RestResponse.ResponseBuilder.<RuleView>created(uri.getAbsolutePath())
                        .entity(declared)
                        .build()
                : RestResponse.ok(declared);
    }

    @DELETE
    @Path("{rule}")
    @Operation(
            summary = "Remove a wildcard subscription with its subscriptions and their progress; 404 if there is none")
    public void remove(@PathParam("rule") String name) {
        if (!exists(name)) {
            throw RequestException.unknownRule(name);
        }
        broker.routing().removeRule(name);
    }

    private boolean exists(String name) {
        return broker.routing().rules().stream().anyMatch(rule -> rule.name().equals(name));
    }
}
