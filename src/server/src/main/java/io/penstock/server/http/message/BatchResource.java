package io.penstock.server.http.message;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.Broker;
import io.penstock.security.Action;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.cloudevent.EventMessages;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.StreamedBody;
import io.quarkus.arc.ClientProxy;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Sends many messages by one request. */
@Path("/api/v1/destinations/{destination}/messages:batch")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
final class BatchResource {

    private final Broker broker;
    private final CurrentCaller caller;
    private final ObjectMapper json;
    private final ObjectReader item;
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
        // Behind an item others follow.
        this.item = json.readerFor(BatchItem.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
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
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        caller.require(Action.SEND, destination);
        BatchHeaders.check(headers);
        return send(messages(destination), atomic, body, uri);
    }

    @POST
    @Consumes(EventMessages.BATCH)
    @Operation(hidden = true)
    public CompletionStage<BatchView> events(
            @PathParam("destination") String destination,
            @QueryParam("atomic") String atomic,
            byte[] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        caller.require(Action.SEND, destination);
        BatchHeaders.check(headers);
        var reader = new BatchItems(json, parser -> events.structured(destination, body, parser));
        return send(reader, atomic, body, uri);
    }

    private CompletionStage<BatchView> send(BatchItems reader, String atomic, byte[] body, UriInfo uri) {
        boolean isAtomic = new Parameter("atomic", atomic).flag();
        var items = reader.array(body);
        var batch = batch(uri);
        return isAtomic ? batch.atomic(items) : batch.each(items);
    }

    /** It may go on after the request, so it has the view of the caller and not the request's proxy of it. */
    private MessageBatch batch(UriInfo uri) {
        return new MessageBatch(ClientProxy.unwrap(broker), uri.getRequestUri().getRawPath());
    }

    private BatchItems messages(String destination) {
        var now = clock.instant();
        return new BatchItems(
                json,
                parser -> item.<BatchItem>readValue(new SingleFields(parser)).message(destination, now));
    }

    @POST
    @Consumes(StreamedBody.NDJSON)
    @Produces(StreamedBody.NDJSON)
    @Operation(hidden = true)
    public NdjsonBatch lines(
            @PathParam("destination") String destination,
            @QueryParam("atomic") String atomic,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        caller.require(Action.SEND, destination);
        BatchHeaders.check(headers);
        boolean isAtomic = new Parameter("atomic", atomic).flag();
        return new NdjsonBatch(messages(destination), batch(uri), json, isAtomic);
    }
}
