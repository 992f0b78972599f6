package io.penstock.server.http.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.security.Action;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.cloudevent.EventMessages;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.StreamedBody;
import io.quarkus.arc.ClientProxy;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Sends many messages by one request. */
@Path("/api/v1/destinations/{destination}/messages:batch")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
final class BatchResource {

    /** The most messages of one request with an array, whose answer is one document. */
    private static final int MOST = 10_000;

    private final Broker broker;
    private final CurrentCaller caller;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final EventMessages events;

    BatchResource(
            @CallersView Broker broker,
            CurrentCaller caller,
            ObjectMapper json,
            InstantSource clock,
            EventMessages events) {
        this.events = events;
        this.broker = broker;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send many messages; the answer tells of each whether it is durable",
            description =
                    "Each succeeds or fails by itself, in the order of the array; with 'atomic=true', all or none.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = BatchItem.class)),
                @Content(mediaType = StreamedBody.NDJSON, schema = @Schema(implementation = BatchItem.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "what became of each message; of lines, a line for each",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = BatchView.class)),
                @Content(mediaType = StreamedBody.NDJSON, schema = @Schema(implementation = BatchView.Item.class))
            })
    public CompletionStage<BatchView> array(
            @PathParam("destination") String destination,
            @QueryParam("atomic") String atomic,
            byte[] body,
            @Context UriInfo uri) {
        caller.require(Action.SEND, destination);
        var now = clock.instant();
        return send(batch(item -> item(destination, item, now), uri), atomic, body);
    }

    @POST
    @Consumes(EventMessages.BATCH)
    @Operation(hidden = true)
    public CompletionStage<BatchView> events(
            @PathParam("destination") String destination,
            @QueryParam("atomic") String atomic,
            byte[] body,
            @Context UriInfo uri) {
        caller.require(Action.SEND, destination);
        return send(batch(item -> event(destination, item), uri), atomic, body);
    }

    private CompletionStage<BatchView> send(MessageBatch batch, String atomic, byte[] body) {
        boolean isAtomic = new Parameter("atomic", atomic).flag();
        var items = items(body);
        return isAtomic ? batch.atomic(items) : batch.each(items);
    }

    /** It may go on after the request, so it has the view of the caller and not the request's proxy of it. */
    private MessageBatch batch(Function<JsonNode, Message> messages, UriInfo uri) {
        return new MessageBatch(
                ClientProxy.unwrap(broker), messages, uri.getRequestUri().getRawPath());
    }

    private Message item(String destination, JsonNode item, Instant now) {
        try {
            return json.treeToValue(item, BatchItem.class).message(destination, now);
        } catch (JsonProcessingException e) {
            throw RequestException.malformedJson(e);
        }
    }

    private Message event(String destination, JsonNode item) {
        try {
            return events.structured(destination, json.writeValueAsBytes(item));
        } catch (JsonProcessingException e) {
            throw RequestException.malformedJson(e);
        }
    }

    @POST
    @Consumes(StreamedBody.NDJSON)
    @Produces(StreamedBody.NDJSON)
    @Operation(hidden = true)
    public NdjsonBatch lines(
            @PathParam("destination") String destination, @QueryParam("atomic") String atomic, @Context UriInfo uri) {
        caller.require(Action.SEND, destination);
        boolean isAtomic = new Parameter("atomic", atomic).flag();
        var now = clock.instant();
        return new NdjsonBatch(batch(item -> item(destination, item, now), uri), json, isAtomic);
    }

    private List<JsonNode> items(byte[] body) {
        var read = read(body);
        if (read == null || !read.isArray() || read.isEmpty()) {
            throw RequestException.malformed("The body is no JSON array of messages: begin with '[', and give one at"
                    + " least; or send one message a line as application/x-ndjson.");
        }
        if (read.size() > MOST) {
            throw RequestException.malformed("The batch has " + read.size() + " messages: send at most " + MOST
                    + " at a time, or any number as application/x-ndjson.");
        }
        var items = new ArrayList<JsonNode>(read.size());
        read.forEach(items::add);
        return items;
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw RequestException.malformedJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes are in memory", e);
        }
    }
}
