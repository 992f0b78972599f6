package io.penstock.server.http.request;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import jakarta.ws.rs.container.ContainerRequestContext;

/** Passes the body that was read to the resource that answers the request. */
final class ReadBody {

    private static final String KEY = ReadBody.class.getName();
    private static final byte[] NONE = new byte[0];

    static void put(RoutingContext context, byte[] body) {
        context.put(KEY, body);
    }

    /** The body, if it has been read. */
    static Optional<byte[]> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    @ServerRequestFilter(preMatching = true)
    void filter(ContainerRequestContext request, RoutingContext context) {
        byte[] body = context.get(KEY);
        request.setEntityStream(new ByteArrayInputStream(body == null ? NONE : body));
    }
}
