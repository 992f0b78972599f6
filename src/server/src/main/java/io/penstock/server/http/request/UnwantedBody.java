package io.penstock.server.http.request;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Refuses bodies where none is taken: one that says {@code {"dryRun": true}} would otherwise be ignored, and all be
 * done that the caller did not want.
 */
final class UnwantedBody {

    /** Every method of a resource that takes a body says of which media type. */
    @ServerRequestFilter
    void check(ResourceInfo resource, RoutingContext context) {
        boolean isTaken = resource.getResourceMethod().isAnnotationPresent(Consumes.class);
        if (!isTaken && ReadBody.of(context).filter(body -> body.length > 0).isPresent()) {
            throw RequestException.malformed(
                    "This request takes no body; nothing was done. Leave the body out: what this"
                            + " path takes with this method is in its query parameters, see /q/openapi.");
        }
    }
}
