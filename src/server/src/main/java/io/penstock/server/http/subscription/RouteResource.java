package io.penstock.server.http.subscription;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.stream.Collectors;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tells where messages to an exchange would go. */
@Path("/api/v1/destinations/{exchange}/route")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Routing")
final class RouteResource {

    private final Broker broker;

    RouteResource(@CallersView Broker broker) {
        this.broker = broker;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Where a message to the exchange would go now, and by which bindings; nothing is sent")
    public RouteView route(@PathParam("exchange") String exchange, RouteRequest request) {
        if (request == null) {
            throw RequestException.malformed("The body is empty: say what bindings may ask for, such as"
                    + " {\"routingKey\": \"orders.new\"}, or {} for a message without any of it.");
        }
        var found = broker.destination(exchange).orElseThrow(() -> new PenstockException.UnknownDestination(exchange));
        if (!found.isExchange()) {
            throw new PenstockException.Conflict(
                    "'" + exchange + "' is no exchange: a message that is sent to it stays there.");
        }
        var exchanges = broker.destinations().stream()
                .filter(Destination::isExchange)
                .map(Destination::name)
                .collect(Collectors.toSet());
        return RouteView.of(broker.routing().steps(request.to(exchange)), exchanges::contains);
    }
}
