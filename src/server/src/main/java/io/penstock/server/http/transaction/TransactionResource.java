package io.penstock.server.http.transaction;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.PreparedTransaction;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.access.CallersView;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Lists prepared transactions, and commits them or rolls them back if their coordinator is gone for good. */
@Path("/api/v1/transactions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transactions")
final class TransactionResource {

    private static final Logger LOG = Logger.getLogger(TransactionResource.class);

    private final Broker broker;
    private final Actor actor;

    TransactionResource(@CallersView Broker broker, Actor actor) {
        this.actor = actor;
        this.broker = broker;
    }

    /**
     * Shows one prepared transaction as JSON.
     *
     * @param id the global identifier in hexadecimal digits
     * @param sends messages that it will send
     * @param settlements deliveries that it will accept, and that are with nobody until then
     * @param schedules that it will declare or cancel
     */
    public record View(String id, Instant preparedAt, int sends, int settlements, int schedules) {

        static View of(PreparedTransaction prepared) {
            return new View(
                    HexFormat.of().formatHex(prepared.globalId()),
                    prepared.preparedAt(),
                    prepared.sends(),
                    prepared.settlements(),
                    prepared.schedules());
        }
    }

    /** The list of prepared transactions, as JSON. */
    public record Page(List<View> transactions) {}

    @GET
    @Operation(summary = "Transactions that are prepared and wait for their end, oldest first")
    public Page list() {
        return new Page(broker.prepared().stream().map(View::of).toList());
    }

    @POST
    @Path("{id}/commit")
    @Operation(summary = "Make it happen, whatever its manager decides later")
    public void commit(@PathParam("id") String id, @QueryParam("actor") String actor) {
        var who = this.actor.or(actor);
        var prepared = find(id);
        broker.commitPrepared(prepared.globalId());
        log("committed", prepared, who);
    }

    @POST
    @Path("{id}/rollback")
    @Operation(summary = "Give it up, whatever its manager decides later; its deliveries are handed out again")
    public void rollback(@PathParam("id") String id, @QueryParam("actor") String actor) {
        var who = this.actor.or(actor);
        var prepared = find(id);
        broker.rollbackPrepared(prepared.globalId());
        log("rolled back", prepared, who);
    }

    private PreparedTransaction find(String id) {
        return broker.prepared().stream()
                .filter(prepared ->
                        HexFormat.of().formatHex(prepared.globalId()).equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new PenstockException.UnknownTransaction(
                        "No transaction '" + id + "' is prepared. GET /api/v1/transactions shows those that are."));
    }

    private static void log(String end, PreparedTransaction prepared, String actor) {
        LOG.warnf(
                "%s has %s by hand the transaction %s, prepared at %s, with %d sends and %d settlements. If its manager"
                        + " decides otherwise, it will be told of a heuristic outcome.",
                actor,
                end,
                HexFormat.of().formatHex(prepared.globalId()),
                prepared.preparedAt(),
                prepared.sends(),
                prepared.settlements());
    }
}
