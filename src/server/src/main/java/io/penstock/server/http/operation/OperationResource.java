package io.penstock.server.http.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    /**
     * A page of operations, as JSON.
     *
     * @param next the {@code after} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<OperationView> operations, String next) {}

    @GET
    @Operation(summary = "What was done to messages by hand, latest first: who, when, what, how many")
    public Page list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        long before = new Parameter("after", after).number(Long.MAX_VALUE, 0, Long.MAX_VALUE);
        int most = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT);
        var rest = broker.operations().list().stream()
                .filter(operation -> operation.id() < before)
                .limit(most + 1L)
                .map(OperationView::of)
                .toList();
        if (rest.size() <= most) {
            return new Page(rest, null);
        }
        var page = rest.subList(0, most);
        return new Page(page, Long.toString(page.get(most - 1).id()));
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
