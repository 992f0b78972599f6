package io.penstock.server.http.overview;

import io.penstock.Broker;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.access.CurrentCaller;
import io.penstock.server.http.request.Parameter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Shows tables of destinations and subscriptions with their rates, and how those went. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Overview")
final class OverviewResource {

    private static final Map<String, Comparator<DestinationRow>> DESTINATION_COLUMNS = Map.of(
            "name", Comparator.comparing(DestinationRow::name),
            "in", Comparator.comparingDouble(DestinationRow::in),
            "out", Comparator.comparingDouble(DestinationRow::out),
            "waiting", Comparator.comparingLong(DestinationRow::waiting),
            "oldest", Comparator.comparingLong(DestinationRow::oldestAgeMillis),
            "deadLetters", Comparator.comparingLong(DestinationRow::deadLetters),
            "consumers", Comparator.comparingInt(DestinationRow::consumers));

    private static final Map<String, Comparator<SubscriptionRow>> SUBSCRIPTION_COLUMNS = Map.of(
            "name", Comparator.comparing(SubscriptionRow::destination).thenComparing(SubscriptionRow::name),
            "out", Comparator.comparingDouble(SubscriptionRow::out),
            "waiting", Comparator.comparingLong(SubscriptionRow::waiting),
            "acquired", Comparator.comparingLong(SubscriptionRow::acquired),
            "scheduled", Comparator.comparingLong(SubscriptionRow::scheduled),
            "oldest", Comparator.comparingLong(SubscriptionRow::oldestAgeMillis),
            "deadLetters", Comparator.comparingLong(SubscriptionRow::deadLetters),
            "consumers", Comparator.comparingInt(SubscriptionRow::consumers));

    private final Broker broker;
    private final CurrentCaller caller;
    private final ServerOverview overview;
    private final InstantSource clock;

    OverviewResource(@CallersView Broker broker, CurrentCaller caller, ServerOverview overview, InstantSource clock) {
        this.broker = broker;
        this.caller = caller;
        this.overview = overview;
        this.clock = clock;
    }

    @GET
    @Path("overview/destinations")
    @Operation(summary = "A part of the table of destinations, with rates of the last second")
    public DestinationTable destinations(
            @QueryParam("search") String search,
            @QueryParam("kind") String kind,
            @QueryParam("sort") String sort,
            @QueryParam("order") String order,
            @QueryParam("offset") String offset,
            @QueryParam("limit") String limit) {
        var part = TablePart.of(search, sort, order, offset, limit, DESTINATION_COLUMNS);
        var wanted = new Parameter("kind", kind).oneOf(DestinationKind.class);
        var looks = overview.looks();
        var rows = broker.destinations().stream()
                .filter(each -> (wanted == null || each.kind() == wanted) && part.matches(each.name()))
                .map(each -> looks.row(looks.at(each)))
                .toList();
        var now = clock.instant();
        return new DestinationTable(
                rows.size(),
                part.cut(rows, DESTINATION_COLUMNS)
                        .map(row -> row.with(overview.history().spark(row.name(), now)))
                        .toList());
    }

    @GET
    @Path("overview/subscriptions")
    @Operation(summary = "A part of the table of subscriptions, with rates of the last second")
    public SubscriptionTable subscriptions(
            @QueryParam("search") String search,
            @QueryParam("sort") String sort,
            @QueryParam("order") String order,
            @QueryParam("offset") String offset,
            @QueryParam("limit") String limit) {
        var part = TablePart.of(search, sort, order, offset, limit, SUBSCRIPTION_COLUMNS);
        var looks = overview.looks();
        var rows = broker.destinations().stream()
                .map(looks::at)
                .flatMap(look -> look.subscriptions().stream()
                        .filter(each ->
                                part.matches(look.name(), each.statistics().name()))
                        .map(each -> looks.row(look, each)))
                .toList();
        return new SubscriptionTable(
                rows.size(), part.cut(rows, SUBSCRIPTION_COLUMNS).toList());
    }

    @GET
    @Path("history")
    @Operation(
            summary = "How rates and counts went, of the whole broker or of one destination",
            description = "Of the whole broker: the last 5 minutes by second, the last hour in steps of 10 seconds, or"
                    + " the last day by minute, for operators and administrators. Of one destination: the last hour in"
                    + " steps of 10 seconds.")
    public HistoryView history(@QueryParam("range") String range, @QueryParam("destination") String destination) {
        var resolution = Resolution.of(new Parameter("range", range));
        if (destination == null) {
            caller.sight().requireBroker("look", "see how the whole broker went");
            return overview.history().all(resolution, clock.instant());
        }
        broker.destination(destination).orElseThrow(() -> new PenstockException.UnknownDestination(destination));
        return overview.history().of(destination, resolution, clock.instant());
    }

    @GET
    @Path("flow")
    @Operation(
            summary = "A picture of who sends where and who reads it, with rates of the last second",
            description = "Of the destinations that the caller may see, the 300 that are used most.")
    public FlowView flow() {
        return new FlowPicture(broker, overview.looks()).draw(overview.senders());
    }
}
