package io.penstock.server.http.consume;

import io.penstock.security.Action;
import io.penstock.server.http.access.CurrentCaller;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.concurrent.CompletionStage;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Settles one message by its token. The answer means that it is durable. */
@Path("/api/v1/destinations/{destination}/subscriptions/{subscription}/deliveries/{token}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Consuming")
final class SettlementResource {

    private static final ReleaseRequest AT_ONCE = new ReleaseRequest(null, null);
    private static final RejectRequest FOR_NO_REASON = new RejectRequest(null, null);

    private final CurrentCaller caller;
    private final Settling settling;

    SettlementResource(CurrentCaller caller, Settling settling) {
        this.caller = caller;
        this.settling = settling;
    }

    private Interest interest(String destination, String subscription) {
        caller.require(Action.RECEIVE, destination);
        return new Interest(caller.id(), destination, subscription);
    }

    @POST
    @Path("accept")
    @Operation(summary = "The message has been processed")
    public CompletionStage<Void> accept(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            @PathParam("token") String token) {
        return settling.accept(interest(destination, subscription), token);
    }

    @POST
    @Path("release")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give the message back, to be handed out again at once or after a delay")
    public CompletionStage<Void> release(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            @PathParam("token") String token,
            ReleaseRequest request) {
        return settling.release(interest(destination, subscription), token, request == null ? AT_ONCE : request);
    }

    @POST
    @Path("fail")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "The processing failed: the subscription's policy decides between a retry and a dead letter")
    public CompletionStage<Void> fail(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            @PathParam("token") String token,
            FailRequest request) {
        var description = request == null ? null : request.description();
        return settling.fail(interest(destination, subscription), token, description);
    }

    @POST
    @Path("reject")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "The message can never be processed: it becomes a dead letter")
    public CompletionStage<Void> reject(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            @PathParam("token") String token,
            RejectRequest request) {
        return settling.reject(interest(destination, subscription), token, request == null ? FOR_NO_REASON : request);
    }

    @POST
    @Path("renew")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Keep the message for longer, counted from now")
    public CompletionStage<LeaseView> renew(
            @PathParam("destination") String destination,
            @PathParam("subscription") String subscription,
            @PathParam("token") String token,
            RenewRequest request) {
        return settling.renew(interest(destination, subscription), token, request == null ? null : request.lease());
    }
}
