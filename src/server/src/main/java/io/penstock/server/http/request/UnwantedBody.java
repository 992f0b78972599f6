package io.penstock.server.http.request;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import java.nio.charset.StandardCharsets;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Refuses bodies where none is taken: one that says {@code {"dryRun": true}} would otherwise be ignored, and all be
 * done that the caller did not want. An empty JSON object, which some clients send with each POST, says nothing.
 */
final class UnwantedBody {

    private static final String NOTHING = "{}";

    /** The most bytes of a body that says nothing: an empty object, with space and lines around it. */
    private static final int MAX_NOTHING_BYTES = 64;

    /** Every method of a resource that takes a body says of which media type. */
    @ServerRequestFilter
    void check(ResourceInfo resource, RoutingContext context) {
        boolean isTaken = resource.getResourceMethod().isAnnotationPresent(Consumes.class);
        if (!isTaken && ReadBody.of(context).filter(UnwantedBody::saysSomething).isPresent()) {
            throw RequestException.malformed(
                    "This request takes no body; nothing was done. Leave the body out: what this"
                            + " path takes with this method is in its query parameters, see /q/openapi.");
        }
    }

    private static boolean saysSomething(byte[] body) {
        if (body.length > MAX_NOTHING_BYTES) {
            return true;
        }
        var text = new String(body, StandardCharsets.UTF_8).strip();
        return !text.isEmpty() && !text.equals(NOTHING);
    }
}
