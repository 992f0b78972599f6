package io.penstock.server.http.stream;

import io.vertx.core.http.HttpServerResponse;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
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

/**
 * Hands a connection over to an event stream. Quarkus' own streams take an event for written whose connection is closed
 * already, which here would settle a message that nobody has got.
 */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
final class EventStreamWriter implements ServerMessageBodyWriter<EventStream> {

    /** Writers are made before there is any configuration. */
    private final Instance<OpenStreams> streams;

    EventStreamWriter(Instance<OpenStreams> streams) {
        this.streams = streams;
    }

    @Override
    public void writeResponse(EventStream stream, Type type, ServerRequestContext context) {
        streams.get().begin(stream, ((ResteasyReactiveRequestContext) context).unwrap(HttpServerResponse.class));
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return EventStream.class.isAssignableFrom(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return EventStream.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            EventStream stream,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream output) {
        throw new IllegalStateException("An event stream is written to a connection, and to nothing else");
    }
}
