package io.penstock.server.http.message;

import io.penstock.Broker;
import io.penstock.Receipt;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;

/** Sends messages and shows them. */
@Path("/api/v1/destinations/{destination}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
final class MessageResource {

    private final Broker broker;
    private final MessageBrowser browser;
    private final InstantSource clock;

    MessageResource(Broker broker, MessageBrowser browser, InstantSource clock) {
        this.broker = broker;
        this.browser = browser;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Send the request body as a message; the answer means that it is durable")
    public CompletionStage<RestResponse<SentMessage>> send(
            @PathParam("destination") String destination,
            byte[] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        var parameters = new SendParameters(uri.getQueryParameters(), headers.getRequestHeaders());
        var base = uri.getBaseUriBuilder();
        return broker.sendAsync(parameters.message(destination, body, clock.instant()))
                .thenApply(receipt -> receipt.isDiscarded()
                        ? RestResponse.ResponseBuilder.ok(SentMessage.of(receipt))
                                .build()
                        : RestResponse.ResponseBuilder.<SentMessage>created(location(base, receipt))
                                .entity(SentMessage.of(receipt))
                                .build());
    }

    /** The address of the message; if it was sent to an exchange, in the first destination that got it. */
    private static URI location(UriBuilder base, Receipt receipt) {
        return base.path(MessageResource.class)
                .resolveTemplate("destination", receipt.destination())
                .queryParam("partition", receipt.partition())
                .queryParam("from", receipt.offset())
                .queryParam("limit", 1)
                .build();
    }

    @GET
    @Operation(summary = "Read messages without taking them, whether settled or not")
    public MessagePage browse(
            @PathParam("destination") String destination,
            @QueryParam("partition") String partition,
            @QueryParam("from") String from,
            @QueryParam("limit") String limit) {
        return PageRequest.parse(partition, from, limit).messages(browser, destination, null);
    }

    @GET
    @Path("newest")
    @Operation(summary = "The newest message of a key, whether settled or not; 204 if there is none")
    public RestResponse<MessageView> newest(
            @PathParam("destination") String destination,
            @QueryParam("key") String key,
            @QueryParam("key-base64") String keyBase64) {
        if ((key == null) == (keyBase64 == null)) {
            throw RequestException.malformed("Neither or both of 'key' and 'key-base64' are set: name the key whose"
                    + " newest message is wanted, once. It may be empty ('key=').");
        }
        var bytes =
                key != null ? key.getBytes(StandardCharsets.UTF_8) : new Parameter("key-base64", keyBase64).base64();
        return broker.newest(destination, bytes)
                .map(found -> RestResponse.ok(MessageView.of(found)))
                .orElseGet(RestResponse::noContent);
    }
}
