package io.penstock.server.http.operation;

import io.penstock.Broker;
import io.penstock.OperationRecord;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;
import java.util.Optional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Shows the operations that were begun by hand, and stops those that go on. */
@Path("/api/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operations")
final class OperationResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Broker broker;

    OperationResource(@CallersView Broker broker) {
        this.broker = broker;
    }

    /** The list of operations, as JSON. */
    public record Page(List<OperationView> operations) {}

    @GET
    @Operation(summary = "What was done to messages by hand, latest first: who, when, what, how many")
    public Page list(@QueryParam("limit") String limit) {
        int most = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT);
        return new Page(broker.operations().list().stream()
                .limit(most)
                .map(OperationView::of)
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One operation, and how far it is")
    public OperationView get(@PathParam("id") String id) {
        return view(id, broker.operations().find(number(id)));
    }

    @POST
    @Path("{id}/stop")
    @Operation(summary = "End an operation that goes on; what it has done stays")
    public OperationView stop(@PathParam("id") String id) {
        return view(id, broker.operations().stop(number(id)));
    }

    private static long number(String id) {
        return new Parameter("id", id).number(0L, 1, Long.MAX_VALUE);
    }

    private static OperationView view(String id, Optional<OperationRecord> found) {
        return OperationView.of(found.orElseThrow(() -> RequestException.unknownOperation(id)));
    }
}
