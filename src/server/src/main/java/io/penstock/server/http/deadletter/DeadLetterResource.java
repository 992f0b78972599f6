package io.penstock.server.http.deadletter;

import io.penstock.Broker;
import io.penstock.OperationRecord;
import io.penstock.PenstockException;
import io.penstock.RedriveResult;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.message.MessageBrowser;
import io.penstock.server.http.message.PageRequest;
import io.penstock.server.http.operation.OperationView;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
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

    DeadLetterResource(@CallersView Broker broker, MessageBrowser browser, DeadLetterQueueNames queues, Actor actor) {
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
            @QueryParam("parked") String parked) {
        var request = PageRequest.parse(partition, from, after, limit, parked);
        requireQueue(queue);
        if (!queues.isForLetters(queue)) {
            throw new PenstockException.Conflict("'" + queue + "' is no dead-letter queue: what waits in it was sent to"
                    + " it, and no subscription names it for its dead letters. Read it at /api/v1/destinations/"
                    + queue + "/messages.");
        }
        var page = request.read(browser, queue, queue);
        var letters = page.messages().stream().map(DeadLetterView::of).toList();
        return new DeadLetterPage(queue, letters, page.more(), request.next(page));
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

    private void requireQueue(String name) {
        if (!browser.require(name).isQueue()) {
            throw RequestException.malformed(
                    "'" + name + "' is a topic; dead letters lie in queues. See /api/v1/dead-letters.");
        }
    }
}
