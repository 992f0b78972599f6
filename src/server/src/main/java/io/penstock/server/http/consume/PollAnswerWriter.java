package io.penstock.server.http.consume;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.cloudevent.EventMessages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

/** Writes the answer of a poll, and has the messages go back at once if the client has not got all of it. */
@Provider
@Produces({MediaType.APPLICATION_JSON, EventMessages.BATCH})
final class PollAnswerWriter implements ServerMessageBodyWriter<PollAnswer> {

    private static final Logger LOG = Logger.getLogger(PollAnswerWriter.class);

    private final ObjectMapper json;
    private final EventMessages events;

    PollAnswerWriter(ObjectMapper json, EventMessages events) {
        this.json = json;
        this.events = events;
    }

    @Override
    public void writeResponse(PollAnswer answer, Type type, ServerRequestContext context) throws IOException {
        var response = ((ResteasyReactiveRequestContext) context).unwrap(HttpServerResponse.class);
        try {
            var chosen = context.getResponseMediaType();
            var body = chosen != null && EventMessages.isBatch(chosen.toString())
                    ? events(answer)
                    : Buffer.buffer(json.writeValueAsBytes(answer.view()));
            response.end(body).onFailure(failure -> gone(answer, failure));
        } catch (IllegalStateException e) {
            gone(answer, e); // The response is closed already.
        } catch (IOException | RuntimeException e) {
            answer.notWritten();
            throw e;
        }
    }

    private Buffer events(PollAnswer answer) {
        var body = Buffer.buffer().appendByte((byte) '[');
        for (var lease : answer.leases()) {
            if (body.length() > 1) {
                body.appendByte((byte) ',');
            }
            body.appendBytes(events.outgoing(lease.delivery(), lease.token()));
        }
        return body.appendByte((byte) ']');
    }

    private static void gone(PollAnswer answer, Throwable failure) {
        LOG.debugf(
                failure,
                "The client of a poll is gone: %d messages go back",
                answer.leases().size());
        answer.notWritten();
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == PollAnswer.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == PollAnswer.class;
    }

    @Override
    public void writeTo(
            PollAnswer answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream) {
        throw new IllegalStateException("The answer of a poll is written to a connection, and to nothing else");
    }
}
