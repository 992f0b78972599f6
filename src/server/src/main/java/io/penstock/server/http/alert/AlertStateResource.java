package io.penstock.server.http.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.AlertStatus;
import io.penstock.Broker;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.Parameter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.Comparator;
import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Shows where alerts fire. */
@Path("/api/v1/alert-states")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
final class AlertStateResource {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;

    private final Broker broker;

    AlertStateResource(@CallersView Broker broker) {
        this.broker = broker;
    }

    /**
     * A page of states, as JSON.
     *
     * @param next the {@code after} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<AlertStateView> states, String next) {}

    @GET
    @Operation(summary = "Where alerts fire, or were resolved within the last day; those of subscriptions included")
    @APIResponse(
            responseCode = "200",
            description = "A page of states",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Page.class),
                            examples = @ExampleObject(name = "states", value = AlertExamples.STATES)))
    public Page list(
            @QueryParam("status") @org.eclipse.microprofile.openapi.annotations.parameters.Parameter(example = "FIRING")
                    String status,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        int most = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT);
        var wanted = new Parameter("status", status).oneOf(AlertStatus.class);
        var rest = broker.alerts().states().stream()
                .filter(state -> wanted == null || state.status() == wanted)
                .map(AlertStateView::of)
                .sorted(Comparator.comparing(AlertStateView::cursor))
                .filter(state -> after == null || state.cursor().compareTo(after) > 0)
                .toList();
        var page = rest.stream().limit(most).toList();
        return new Page(page, rest.size() > most ? page.get(most - 1).cursor() : null);
    }
}
