package io.penstock.server.http.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.security.Action;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Binds destinations to exchanges. */
@Path("/api/v1/destinations/{exchange}/bindings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Routing")
final class BindingResource {

    private final Broker broker;
    private final Conditions conditions;
    private final CurrentCaller caller;

    BindingResource(@CallersView Broker broker, Conditions conditions, CurrentCaller caller) {
        this.caller = caller;
        this.broker = broker;
        this.conditions = conditions;
    }

    @GET
    @Operation(summary = "The bindings of an exchange, by id")
    public Page list(
            @PathParam("exchange") String exchange,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        var all = broker.bindings(exchange).stream().map(BindingView::of).toList();
        var page = Slice.of(all, BindingView::id, after, limit);
        return new Page(page.entries(), page.next());
    }

    /**
     * A page of bindings, as JSON.
     *
     * @param next the {@code after} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<BindingView> bindings, String next) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a binding exist: 201 if it is new, 200 if it was there already")
    public RestResponse<BindingView> bind(
            @PathParam("exchange") String exchange, BindingRequest request, @Context UriInfo uri) {
        if (request == null) {
            throw RequestException.malformed(
                    "The body is empty: say what to bind, such as {\"destination\": \"orders\","
                            + " \"pattern\": \"orders.*.eu.#\"}.");
        }
        var binding = request.of(exchange);
        var id = BindingView.id(binding);
        caller.require(Action.MANAGE, exchange);
        caller.require(Action.SEND, binding.destination());
        return conditions.add(uri, id, () -> view(exchange, id), () -> {
            broker.bind(binding);
            return BindingView.of(binding);
        });
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One binding by its id")
    public RestResponse<BindingView> get(@PathParam("exchange") String exchange, @PathParam("id") String id) {
        return conditions.get(
                () -> view(exchange, id),
                () -> view(exchange, id).orElseThrow(() -> RequestException.unknownBinding(exchange, id)));
    }

    private Optional<BindingView> view(String exchange, String id) {
        return find(exchange, id).stream().findFirst().map(BindingView::of);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a binding by its id; 404 if there is none")
    public void unbind(@PathParam("exchange") String exchange, @PathParam("id") String id, @Context UriInfo uri) {
        if (view(exchange, id).isPresent()) {
            caller.require(Action.MANAGE, exchange);
        }
        conditions.remove(uri, () -> view(exchange, id), () -> {
            var found = find(exchange, id);
            if (found.isEmpty()) {
                throw RequestException.unknownBinding(exchange, id);
            }
            found.forEach(broker::unbind);
        });
    }

    private List<Binding> find(String exchange, String id) {
        return broker.bindings(exchange).stream()
                .filter(binding -> BindingView.id(binding).equals(id))
                .toList();
    }
}
