package io.penstock.server.http.message;

import io.penstock.Broker;
import io.penstock.Receipt;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.cloudevent.EventMessages;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.QUERY;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.BOOLEAN;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

/** Sends messages and shows them. */
@Path("/api/v1/destinations/{destination}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
final class MessageResource {

    private final Broker broker;
    private final MessageBrowser browser;
    private final InstantSource clock;
    private final EventMessages events;

    MessageResource(@CallersView Broker broker, MessageBrowser browser, InstantSource clock, EventMessages events) {
        this.events = events;
        this.broker = broker;
        this.browser = browser;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Send the request body as a message; the answer means that it is durable")
    @Parameter(name = "key", in = QUERY, description = "decides the partition; UTF-8", schema = @Schema(type = STRING))
    @Parameter(name = "key-base64", in = QUERY, description = "a key of any bytes", schema = @Schema(type = STRING))
    @Parameter(name = "id", in = QUERY, description = "is written once", schema = @Schema(type = STRING))
    @Parameter(name = "routing-key", in = QUERY, description = "for exchanges", schema = @Schema(type = STRING))
    @Parameter(name = "delay", in = QUERY, description = "ISO 8601, to P3660D", schema = @Schema(type = STRING))
    @Parameter(
            name = "deliver-at",
            in = QUERY,
            description = "ISO 8601; a time that is past means at once",
            schema = @Schema(type = STRING))
    @Parameter(name = "time-to-live", in = QUERY, description = "ISO 8601, to P3660D", schema = @Schema(type = STRING))
    @Parameter(name = "priority", in = QUERY, description = "0 to 9, usually 4", schema = @Schema(type = INTEGER))
    @Parameter(
            name = "tombstone",
            in = QUERY,
            description = "true for a message without a body, which is not an empty one",
            schema = @Schema(type = BOOLEAN))
    public CompletionStage<RestResponse<SentMessage>> send(
            @PathParam("destination") String destination,
            byte[] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        var parameters = new SendParameters(uri.getQueryParameters(), headers.getRequestHeaders());
        var base = uri.getBaseUri();
        var message = events.incoming(
                parameters.message(destination, body, clock.instant()),
                EventMessages.headers(headers.getRequestHeaders()));
        return broker.sendAsync(message)
                .thenApply(receipt -> receipt.isDiscarded()
                        ? RestResponse.ResponseBuilder.ok(SentMessage.of(receipt))
                                .build()
                        : RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, SentMessage.of(receipt))
                                .header(HttpHeaders.LOCATION, location(base, receipt))
                                .build());
    }

    /**
     * The address of the message; if it was sent to an exchange, in the first destination that got it. Put together as
     * text: each send has one, and a template would have to be resolved for it.
     */
    private static String location(URI base, Receipt receipt) {
        // The one sign of a name that means something in an address.
        var name = receipt.destination().replace("#", "%23");
        return base + "api/v1/destinations/" + name + "/messages?partition=" + receipt.partition() + "&from="
                + receipt.offset() + "&limit=1";
    }

    @GET
    @Operation(summary = "Read messages without taking them, whether settled or not")
    public MessagePage browse(
            @PathParam("destination") String destination,
            @QueryParam("partition") String partition,
            @QueryParam("from") String from,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        return PageRequest.parse(partition, from, after, limit).messages(browser, destination, null);
    }

    @GET
    @Path("{partition}/{offset}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "One message, and what each subscription has done with it; with 'body=whole', the bytes of its"
                    + " body and nothing else")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SingleMessageView.class)),
                @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM, schema = @Schema(type = STRING))
            })
    public Response single(
            @PathParam("destination") String destination,
            @PathParam("partition") String partition,
            @PathParam("offset") String offset,
            @QueryParam("body") String body) {
        var place = MessagePlace.parse(destination, partition, offset);
        boolean isBodyOnly = MessageBody.isWanted(body);
        browser.require(destination);
        var stored = place.read(broker)
                .orElseThrow(() -> RequestException.unknownMessage(destination, place.partition(), place.offset()));
        if (isBodyOnly) {
            return MessageBody.of(stored);
        }
        var progress = broker.progress(destination, place.partition(), place.offset());
        return Response.ok(SingleMessageView.of(stored, progress), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @GET
    @Path("newest")
    @Operation(summary = "The newest message of a key, whether settled or not; 204 if there is none")
    public RestResponse<MessageView> newest(
            @PathParam("destination") String destination,
            @QueryParam("key") String key,
            @QueryParam("key-base64") String keyBase64,
            @Context UriInfo uri) {
        // An empty key cannot be told from a missing one by its parameter's value.
        boolean isText = uri.getQueryParameters().containsKey("key");
        if (isText == (keyBase64 != null)) {
            throw RequestException.malformed("Neither or both of 'key' and 'key-base64' are set: name the key whose"
                    + " newest message is wanted, once. It may be empty ('key=').");
        }
        var bytes = isText
                ? (key == null ? "" : key).getBytes(StandardCharsets.UTF_8)
                : SendParameters.base64("key-base64", keyBase64);
        return broker.newest(destination, bytes)
                .map(found -> RestResponse.ok(MessageView.of(found)))
                .orElseGet(RestResponse::noContent);
    }
}
