package io.penstock.server.http.deadletter;

import io.penstock.Broker;
import io.penstock.DeadLetterRecord;
import io.penstock.OperationRecord;
import io.penstock.PenstockException;
import io.penstock.RedriveResult;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.message.MessageBody;
import io.penstock.server.http.message.MessageBrowser;
import io.penstock.server.http.message.MessagePlace;
import io.penstock.server.http.message.PageRequest;
import io.penstock.server.http.operation.OperationView;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.SelectionChecks;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.net.URI;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Shows dead letters, puts them back and discards them. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
final class DeadLetterResource {

    /** The number of dead letters, as JSON. */
    public record Count(long count) {}

    private final Broker broker;
    private final Actor actor;
    private final MessageBrowser browser;
    private final DeadLetterQueueNames queues;
    private final LetterScan scan;

    DeadLetterResource(
            @CallersView Broker broker,
            MessageBrowser browser,
            DeadLetterQueueNames queues,
            LetterScan scan,
            Actor actor) {
        this.scan = scan;
        this.actor = actor;
        this.broker = broker;
        this.browser = browser;
        this.queues = queues;
    }

    @GET
    @Operation(summary = "The queues that hold dead letters")
    public DeadLetterQueueNames.Overview list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        return queues.overview(after, limit);
    }

    @GET
    @Path("{queue}")
    @Operation(
            summary = "The dead letters of a queue, oldest first within each partition, with why and where they failed;"
                    + " 409 if others than dead letters wait in it, and no subscription names it for them")
    public DeadLetterPage read(
            @PathParam("queue") String queue,
            @QueryParam("partition") String partition,
            @QueryParam("from") String from,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam("parked") String parked,
            @QueryParam("filter") String filter) {
        var request = PageRequest.parse(partition, from, after, limit, parked, filter);
        requireLetters(queue);
        var page = request.read(browser, queue, queue);
        var letters = page.messages().stream().map(DeadLetterView::of).toList();
        return new DeadLetterPage(queue, letters, page.more(), request.next(page));
    }

    @GET
    @Path("{queue}/groups")
    @Operation(
            summary = "The dead letters of a queue in groups of equal reason and exception, and when they died;"
                    + " 'isWhole' is false if there are more than are read for one answer")
    public GroupsView groups(@PathParam("queue") String queue, @QueryParam("filter") String filter) {
        var wanted = SelectionChecks.filter(filter);
        requireLetters(queue);
        return scan.of(queue, wanted);
    }

    @GET
    @Path("{queue}/letters/{partition}/{offset}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(summary = "One dead letter in whole; with 'body=whole', the bytes of its body and nothing else")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = LetterView.class)),
                @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM, schema = @Schema(type = SchemaType.STRING))
            })
    public Response letter(
            @PathParam("queue") String queue,
            @PathParam("partition") String partition,
            @PathParam("offset") String offset,
            @QueryParam("body") String body) {
        var place = MessagePlace.parse(queue, partition, offset);
        boolean isBodyOnly = MessageBody.isWanted(body);
        requireQueue(queue);
        var stored = place.read(broker)
                .filter(found -> DeadLetterRecord.of(found.message()).isPresent())
                .orElseThrow(() -> RequestException.unknownLetter(queue, place.partition(), place.offset()));
        return isBodyOnly
                ? MessageBody.of(stored)
                : Response.ok(LetterView.of(stored, place.waits(broker, queue)), MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    @POST
    @Path("{queue}/redrive")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Put dead letters back to the subscriptions that they failed in; {} for all")
    public RedriveResult redrive(@PathParam("queue") String queue, RedriveBody body) {
        if (body == null) {
            throw RequestException.malformed("The body is empty: name 'messageIds', or send {} to put back all.");
        }
        requireQueue(queue);
        return broker.redrive(body.of(queue, actor));
    }

    @POST
    @Path("{queue}/count")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "How many dead letters a request is about; nothing happens")
    public Count count(@PathParam("queue") String queue, LettersBody body) {
        return new Count(broker.operations().count(required(queue, body).of(queue, actor)));
    }

    @POST
    @Path("{queue}/redrive/start")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin to put dead letters back in the background; the answer names the operation to look at")
    public RestResponse<OperationView> startRedrive(@PathParam("queue") String queue, LettersBody body) {
        return accepted(broker.operations().redrive(required(queue, body).of(queue, actor)));
    }

    @POST
    @Path("{queue}/discard/start")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin to throw dead letters away in the background; 'reason' is needed")
    public RestResponse<OperationView> startDiscard(@PathParam("queue") String queue, LettersBody body) {
        var reason = required(queue, body).reason();
        if (reason == null || reason.isBlank()) {
            throw RequestException.malformed(
                    "'reason' is " + (reason == null ? "missing" : "blank") + ": say why these messages may be lost.");
        }
        return accepted(broker.operations().discard(body.of(queue, actor)));
    }

    private LettersBody required(String queue, LettersBody body) {
        if (body == null) {
            throw RequestException.malformed(
                    "The body is empty: name 'messageIds' or a 'filter', or send {} for all letters.");
        }
        requireQueue(queue);
        return body;
    }

    private static RestResponse<OperationView> accepted(OperationRecord operation) {
        return RestResponse.ResponseBuilder.<OperationView>create(RestResponse.Status.ACCEPTED)
                .location(URI.create("/api/v1/operations/" + operation.id()))
                .entity(OperationView.of(operation))
                .build();
    }

    private void requireLetters(String queue) {
        requireQueue(queue);
        if (!queues.isForLetters(queue)) {
            throw new PenstockException.Conflict("'" + queue + "' is no dead-letter queue: what waits in it was sent to"
                    + " it, and no subscription names it for its dead letters. Read it at /api/v1/destinations/"
                    + queue + "/messages.");
        }
    }

    private void requireQueue(String name) {
        if (!browser.require(name).isQueue()) {
            throw RequestException.malformed(
                    "'" + name + "' is a topic; dead letters lie in queues. See /api/v1/dead-letters.");
        }
    }
}
