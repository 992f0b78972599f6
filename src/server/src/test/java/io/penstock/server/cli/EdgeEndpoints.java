package io.penstock.server.cli;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.DestinationKind;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.Lagging;
import io.penstock.MisfirePolicy;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.UnroutablePolicy;
import io.penstock.conformance.tool.EdgeValues;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All endpoints that take a value, with what they take. */
final class EdgeEndpoints {

    private static final String API = "/api/v1";
    private static final String DESTINATION = API + "/destinations/{destination}";
    private static final String SUBSCRIPTION = DESTINATION + "/subscriptions/{subscription}";
    private static final String LETTERS = API + "/dead-letters/{queue}";

    private final EdgeFields some;
    private final EdgeValues values;

    EdgeEndpoints(EdgeValues values) {
        this.values = values;
        some = new EdgeFields(values);
    }

    /**
     * An endpoint.
     *
     * @param query what it takes in the query
     * @param body what it takes as JSON; null if it takes none
     */
    record Endpoint(String method, String path, List<EdgeField> query, List<EdgeField> body) {}

    List<Endpoint> all() {
        return Stream.of(
                        declarations(),
                        subscriptions(),
                        routing(),
                        messages(),
                        operations(),
                        schedules(),
                        alerts(),
                        sessions(),
                        overview())
                .flatMap(List::stream)
                .toList();
    }

    private static Endpoint json(String method, String path, List<EdgeField> body) {
        return new Endpoint(method, path, List.of(), body);
    }

    private static Endpoint query(String method, String path, EdgeField... query) {
        return new Endpoint(method, path, List.of(query), null);
    }

    private static List<EdgeField> under(String name, EdgeField... fields) {
        return Stream.of(fields).map(field -> field.under(name)).toList();
    }

    private List<EdgeField> policies() {
        var fields = new ArrayList<>(List.of(
                some.number("partitions", 1),
                some.choice("compression", Compression.values()),
                some.duration("deduplication", "PT5M"),
                some.duration("timeToLive", "P1D")));
        fields.addAll(under(
                "retention",
                some.choice("cleanup", Cleanup.values()),
                some.duration("maxAge", "P1D"),
                some.number("maxBytes", 0),
                some.duration("tombstoneAge", "P1D")));
        fields.addAll(under(
                "limits",
                some.number("maxMessages", 1_000),
                some.number("maxBytes", 0),
                some.number("maxMessageBytes", 0),
                some.choice("overflow", Overflow.values())));
        return fields;
    }

    private List<Endpoint> declarations() {
        var declared = policies();
        declared.add(some.choice("kind", DestinationKind.values()).needed());
        declared.add(some.number("priorities", 1));
        var exchange = under(
                "exchange",
                some.choice("type", ExchangeType.values()).needed(),
                some.name("alternate"),
                some.choice("unroutable", UnroutablePolicy.values()));
        var routed = new ArrayList<>(exchange);
        routed.add(some.fixed("kind", "EXCHANGE"));
        return List.of(
                json("PUT", DESTINATION, declared),
                json("PATCH", DESTINATION, policies()),
                json("PUT", API + "/destinations/e0", routed),
                json("PATCH", API + "/destinations/e0", exchange),
                query("GET", API + "/destinations", some.number("limit", 10), some.text("after")),
                query("GET", DESTINATION),
                query("DELETE", DESTINATION, some.flag("force"), some.text("actor")),
                query("POST", DESTINATION + "/purge", some.text("actor")));
    }

    private List<EdgeField> subscription() {
        var fields = new ArrayList<>(List.of(
                some.choice("ordering", Ordering.values()),
                some.position("start"),
                some.number("maxDeliveries", 10),
                some.choice("lagging", Lagging.values()),
                some.filter("filter"),
                some.flag("exclusive")));
        fields.addAll(under(
                "retry",
                some.number("maxRetries", 3),
                some.duration("delay", "PT1S"),
                some.factor("factor"),
                some.duration("maxDelay", "PT5M"),
                some.duration("jitter", "PT0.2S"),
                some.duration("maxDuration", "PT1H"),
                some.texts("retryOn"),
                some.texts("abortOn")));
        fields.addAll(
                under("deadLetter", some.flag("discard"), some.name("destination"), some.map("routes", values::name)));
        fields.addAll(under(
                "deadLetter.alert",
                some.number("moreThan", 10).needed(),
                some.duration("window", "PT5M").needed()));
        return fields;
    }

    private List<Endpoint> subscriptions() {
        return List.of(
                json("PUT", SUBSCRIPTION, subscription()),
                json("PUT", SUBSCRIPTION, subscription()),
                query("GET", SUBSCRIPTION),
                query("GET", SUBSCRIPTION + "/consumers"),
                query("DELETE", SUBSCRIPTION),
                query("POST", SUBSCRIPTION + "/purge", some.text("actor")),
                json("POST", SUBSCRIPTION + "/seek", List.of(some.position("position"))),
                query("POST", SUBSCRIPTION + "/pause", some.text("actor")),
                query("POST", SUBSCRIPTION + "/resume", some.text("actor")),
                query("GET", SUBSCRIPTION + "/messages", page()));
    }

    private EdgeField[] page() {
        return new EdgeField[] {
            some.number("partition", 0), some.number("from", 0), some.number("limit", 10), some.flag("parked")
        };
    }

    private List<Endpoint> routing() {
        var binding = List.of(
                some.name("destination").needed(),
                some.pattern("pattern").needed(),
                some.map("headers", values::text),
                some.choice("match", HeaderMatch.values()),
                some.filter("filter"));
        var rule = new ArrayList<>(List.of(some.pattern("pattern").needed()));
        subscription().forEach(field -> rule.add(field.under("policies")));
        return List.of(
                json("POST", API + "/destinations/e0/bindings", binding),
                json(
                        "POST",
                        API + "/destinations/e0/route",
                        List.of(
                                some.text("key"),
                                some.text("keyBase64"),
                                some.text("routingKey"),
                                some.map("headers", values::text))),
                query("GET", DESTINATION + "/bindings", some.number("limit", 10), some.text("after")),
                query("GET", API + "/rules", some.number("limit", 10), some.text("after")),
                query("GET", DESTINATION + "/bindings/{binding}"),
                query("DELETE", DESTINATION + "/bindings/{binding}"),
                json("PUT", API + "/rules/{rule}", rule),
                query("GET", API + "/rules/{rule}"),
                query("DELETE", API + "/rules/{rule}"));
    }

    private List<Endpoint> messages() {
        var send = query(
                "POST",
                DESTINATION + "/messages",
                some.text("key"),
                some.text("key-base64"),
                some.text("routing-key"),
                some.text("id"),
                some.duration("delay", "PT1S"),
                some.instant("deliver-at"),
                some.duration("time-to-live", "P1D"),
                some.number("priority", 4),
                some.flag("tombstone"));
        return List.of(
                send,
                send,
                send,
                query(
                        "GET",
                        DESTINATION + "/messages",
                        some.number("partition", 0),
                        some.number("from", 0),
                        some.number("limit", 10)),
                query("GET", DESTINATION + "/messages/0/0", some.text("body")),
                query("GET", DESTINATION + "/messages/newest", some.text("key"), some.text("key-base64")));
    }

    private List<Endpoint> operations() {
        var letters = List.of(
                some.texts("messageIds"),
                some.filter("filter"),
                some.number("limit", 10),
                some.number("perSecond", 10),
                some.text("actor"),
                some.text("reason"),
                some.duration("delay", "PT1S"));
        var discard = new ArrayList<>(letters);
        discard.set(5, letters.get(5).needed());
        var redrive = new ArrayList<>(letters);
        redrive.set(3, some.flag("dryRun"));
        redrive.remove(6);
        return List.of(
                query("GET", LETTERS, page()),
                query("GET", LETTERS, some.filter("filter")),
                query("GET", LETTERS + "/groups", some.filter("filter")),
                query("GET", LETTERS + "/letters/0/0", some.text("body")),
                json("POST", LETTERS + "/redrive", redrive),
                json("POST", LETTERS + "/count", letters),
                json("POST", LETTERS + "/redrive/start", letters),
                json("POST", LETTERS + "/discard/start", discard),
                query("GET", API + "/operations", some.number("limit", 10), some.number("after", 100)),
                query("GET", API + "/dead-letters", some.number("limit", 10), some.text("after")),
                query("GET", API + "/operations/{id}"),
                query("POST", API + "/operations/{id}/stop"),
                query("GET", API + "/transactions"),
                query("POST", API + "/transactions/{id}/commit", some.text("actor")),
                query("POST", API + "/transactions/{id}/rollback", some.text("actor")));
    }

    private List<Endpoint> alerts() {
        String alert = API + "/alerts/{alert}";
        var where = List.of(some.pattern("destinations").needed(), some.name("subscription"));
        return List.of(
                json(
                        "PUT",
                        alert,
                        with(where, some.number("moreDeadLettersThan", 5).needed(), some.duration("window", "PT5M"))),
                json(
                        "PUT",
                        alert,
                        with(
                                where,
                                some.duration("oldestMessageOlderThan", "PT5M").needed())),
                json("PUT", alert, with(where, some.number("lagAbove", 5).needed())),
                json(
                        "PUT",
                        alert,
                        with(where, some.duration("noConsumerFor", "PT5M").needed())),
                json("PUT", alert, List.of(some.number("diskAbove", 90).needed())),
                query("GET", API + "/alerts", some.number("limit", 10), some.text("after")),
                query("GET", API + "/alert-states", some.number("limit", 10), some.text("after"), some.text("status")),
                query("GET", alert));
    }

    /** Of a server that is open, which has no sessions. */
    private List<Endpoint> sessions() {
        return List.of(
                query("GET", API + "/me"),
                json(
                        "POST",
                        API + "/session",
                        List.of(
                                some.text("user").needed(),
                                some.text("password").needed())),
                query("DELETE", API + "/session"));
    }

    private List<Endpoint> overview() {
        return List.of(
                query(
                        "GET",
                        API + "/overview/destinations",
                        some.text("search"),
                        some.choice("kind", DestinationKind.values()),
                        some.text("sort"),
                        some.text("order"),
                        some.number("offset", 0),
                        some.number("limit", 10)),
                query(
                        "GET",
                        API + "/overview/subscriptions",
                        some.text("search"),
                        some.text("sort"),
                        some.text("order"),
                        some.number("offset", 0),
                        some.number("limit", 10)),
                query("GET", API + "/flow"),
                query("GET", API + "/history", some.duration("range", "PT1H"), some.name("destination")));
    }

    private static List<EdgeField> with(List<EdgeField> fields, EdgeField... others) {
        return Stream.concat(fields.stream(), Stream.of(others)).toList();
    }

    private List<Endpoint> schedules() {
        String schedule = API + "/schedules/{schedule}";
        var common = List.of(
                some.name("destination").needed(),
                some.instant("start"),
                some.instant("end"),
                some.choice("misfire", MisfirePolicy.values()),
                some.text("key"),
                some.text("keyBase64"),
                some.text("body"),
                some.text("bodyBase64"),
                some.map("headers", values::text));
        var byCron = new ArrayList<>(common);
        byCron.add(some.cron("cron").needed());
        byCron.add(some.zone("zone"));
        var byInterval = new ArrayList<>(common);
        byInterval.add(some.duration("interval", "PT1H").needed());
        return List.of(
                json("PUT", schedule, byCron),
                json("PUT", schedule, byCron),
                json("PUT", schedule, byInterval),
                query("GET", API + "/schedules", some.number("limit", 10), some.text("after")),
                query("GET", schedule),
                query("GET", schedule + "/next", some.number("count", 3)),
                query("POST", schedule + "/pause"),
                query("POST", schedule + "/resume"),
                query("POST", schedule + "/fire"),
                query("DELETE", schedule));
    }
}
