package io.penstock.server.http.message;

import io.penstock.server.http.request.BodyStreams;
import io.penstock.server.http.request.StreamedBody;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

/** Hands a request and its answer over to a batch, which reads the one and writes the other at the same time. */
@Provider
@Produces(StreamedBody.NDJSON)
final class NdjsonBatchWriter implements ServerMessageBodyWriter<NdjsonBatch> {

    private final Instance<BodyStreams> bodies;

    /** @param bodies that know the settings of the server, which are not there yet when this is made */
    NdjsonBatchWriter(Instance<BodyStreams> bodies) {
        this.bodies = bodies;
    }

    @Override
    public void writeResponse(NdjsonBatch batch, Type type, ServerRequestContext context) {
        var reactive = (ResteasyReactiveRequestContext) context;
        var response = reactive.unwrap(HttpServerResponse.class);
        var body = bodies.get().of(reactive.unwrap(RoutingContext.class));
        Vertx.currentContext().runOnContext(onEventLoop -> {
            if (response.ended() || response.closed()) {
                return; // What came of the body was none, and that has been answered.
            }
            // The batch may end in a problem, which has another head.
            ServerSerialisers.encodeResponseHeaders(reactive);
            reactive.serverResponse().setPreCommitListener(null);
            batch.begin(body, response);
        });
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == NdjsonBatch.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == NdjsonBatch.class;
    }

    @Override
    public void writeTo(
            NdjsonBatch batch,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream output) {
        throw new IllegalStateException("A batch is answered on its connection, and nowhere else");
    }
}
