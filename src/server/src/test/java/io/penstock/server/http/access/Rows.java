package io.penstock.server.http.access;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import static io.penstock.server.http.access.Need.ADMIN;
import static io.penstock.server.http.access.Need.ANY;
import static io.penstock.server.http.access.Need.LOGIN;
import static io.penstock.server.http.access.Need.NOTHING;
import static io.penstock.server.http.access.Need.OPERATOR;
import static io.penstock.server.http.access.Need.TO_BROWSE;
import static io.penstock.server.http.access.Need.TO_MANAGE;
import static io.penstock.server.http.access.Need.TO_MANAGE_AND_SEND;
import static io.penstock.server.http.access.Need.TO_RECEIVE;
import static io.penstock.server.http.access.Need.TO_SEND;

/** The table: every endpoint of the API, and what else the server answers. */
final class Rows {

    private static final String API = "/api/v1";
    private static final String D = API + "/destinations";
    private static final String ONE = D + "/{destination}";
    private static final String MESSAGES = ONE + "/messages";
    private static final String SUBSCRIPTION = ONE + "/subscriptions/{subscription}";
    private static final String BINDINGS = D + "/{exchange}/bindings";
    private static final String ROUTE = D + "/{exchange}/route";
    private static final String RULE = API + "/rules/{rule}";
    private static final String ALERT = API + "/alerts/{alert}";
    private static final String SCHEDULE = API + "/schedules/{schedule}";
    private static final String LETTERS = API + "/dead-letters/{queue}";
    private static final String TRIAGE = API + "/triage";
    private static final String OPERATION = API + "/operations/{id}";
    private static final String TRANSACTION = API + "/transactions/{id}";
    private static final String BACKUPS = API + "/backups";
    private static final String QUEUE = "{\"kind\": \"QUEUE\"}";

    private Rows() {}

    static List<Row> ofApi() {
        return Stream.of(
                        destinations(),
                        subscriptions(),
                        consuming(),
                        routing(),
                        deadLetters(),
                        triage(),
                        alerts(),
                        backups(),
                        sessions(),
                        overview(),
                        others())
                .flatMap(List::stream)
                .toList();
    }

    /** What the API's document does not name. */
    static List<Row> ofServer() {
        return List.of(
                Row.of("GET /q/health/live", NOTHING, 200, at("/q/health/live")),
                Row.of("GET /", NOTHING, 200, at("/")),
                Row.of("GET /console/icon.svg", NOTHING, 200, at("/console/icon.svg")),
                Row.of("GET /q/metrics", OPERATOR, 200, at("/q/metrics")),
                Row.of("GET /q/openapi", OPERATOR, 200, at("/q/openapi")),
                Row.of("GET /nowhere", OPERATOR, 404, at("/nowhere")),
                Row.of("GET /api/v1/nowhere", LOGIN, 404, at("/api/v1/nowhere")));
    }

    private static Function<Fixture, String> at(String path) {
        return fixture -> path;
    }

    private static Function<Fixture, String> at(String path, Consumer<Fixture> before) {
        return fixture -> {
            before.accept(fixture);
            return path.replaceFirst("\\{(destination|exchange)}", fixture.name)
                    .replace("{queue}", fixture.name + ".dlq")
                    .replace("{subscription}", "s")
                    .replace("{token}", "t")
                    .replaceFirst("\\{(schedule|rule|alert)}", fixture.plainName());
        };
    }

    private static void nothing(Fixture fixture) {}

    private static List<Row> destinations() {
        return List.of(
                Row.of("GET " + D, LOGIN, 200, at(D)),
                Row.of("GET " + ONE, ANY, 200, at(ONE, Fixture::queue)),
                Row.of("PUT " + ONE, TO_MANAGE, 201, QUEUE, at(ONE, Rows::nothing)),
                Row.of("PATCH " + ONE, TO_MANAGE, 200, "{\"timeToLive\": \"P1D\"}", at(ONE, Fixture::queue)),
                Row.of("DELETE " + ONE, TO_MANAGE, 200, at(ONE, Fixture::queue)),
                Row.of("POST " + ONE + "/purge", TO_MANAGE, 200, at(ONE + "/purge", Fixture::queue)),
                Row.of("POST " + MESSAGES, TO_SEND, 201, "x", at(MESSAGES, Fixture::queue)),
                Row.of("POST " + MESSAGES + ":batch", TO_SEND, 200, "[{}]", at(MESSAGES + ":batch", Fixture::queue)),
                // Streams would not end: these are refused for what is asked, after the caller was let in.
                Row.of("GET " + ONE + "/events", TO_BROWSE, 409, at(ONE + "/events", Fixture::queue)),
                Row.of("GET " + MESSAGES, TO_BROWSE, 200, at(MESSAGES, Fixture::queue)),
                Row.of(
                        "GET " + MESSAGES + "/{partition}/{offset}",
                        TO_BROWSE,
                        200,
                        at(MESSAGES + "/0/0", Fixture::queue)),
                Row.of("GET " + MESSAGES + "/newest", TO_BROWSE, 204, at(MESSAGES + "/newest?key=k", Fixture::topic)));
    }

    private static List<Row> subscriptions() {
        return List.of(
                Row.of("GET " + SUBSCRIPTION, ANY, 200, at(SUBSCRIPTION, Fixture::topic)),
                Row.of("PUT " + SUBSCRIPTION, TO_RECEIVE, 200, "{}", at(SUBSCRIPTION, Fixture::topic)),
                Row.of("DELETE " + SUBSCRIPTION, TO_RECEIVE, 204, at(SUBSCRIPTION, Fixture::topic)),
                Row.of("GET " + SUBSCRIPTION + "/consumers", ANY, 200, at(SUBSCRIPTION + "/consumers", Fixture::topic)),
                Row.of("POST " + SUBSCRIPTION + "/purge", TO_MANAGE, 200, at(SUBSCRIPTION + "/purge", Fixture::topic)),
                Row.of(
                        "POST " + SUBSCRIPTION + "/seek",
                        TO_MANAGE,
                        200,
                        "{\"position\": \"latest\"}",
                        at(SUBSCRIPTION + "/seek", Fixture::topic)),
                Row.of("POST " + SUBSCRIPTION + "/pause", TO_MANAGE, 200, at(SUBSCRIPTION + "/pause", Fixture::topic)),
                Row.of(
                        "POST " + SUBSCRIPTION + "/resume",
                        TO_MANAGE,
                        200,
                        at(SUBSCRIPTION + "/resume", Fixture::topic)),
                Row.of(
                        "GET " + SUBSCRIPTION + "/messages",
                        TO_BROWSE,
                        200,
                        at(SUBSCRIPTION + "/messages", Fixture::topic)));
    }

    /** A token that exists is another caller's here, which is answered as one that does not. */
    private static List<Row> consuming() {
        String deliveries = SUBSCRIPTION + "/deliveries";
        String one = deliveries + "/{token}";
        return List.of(
                Row.of(
                        "GET " + SUBSCRIPTION + "/events",
                        TO_RECEIVE,
                        400,
                        at(SUBSCRIPTION + "/events?max=0", Fixture::topic)),
                Row.of("POST " + deliveries, TO_RECEIVE, 200, at(deliveries + "?wait=PT0S", Fixture::topic)),
                Row.of(
                        "POST " + deliveries + "/settle",
                        TO_RECEIVE,
                        200,
                        "{\"items\": [null]}",
                        at(deliveries + "/settle", Fixture::topic)),
                Row.of("POST " + one + "/accept", TO_RECEIVE, 410, at(one + "/accept", Fixture::topic)),
                Row.of("POST " + one + "/release", TO_RECEIVE, 410, "{}", at(one + "/release", Fixture::topic)),
                Row.of("POST " + one + "/fail", TO_RECEIVE, 410, "{}", at(one + "/fail", Fixture::topic)),
                Row.of("POST " + one + "/reject", TO_RECEIVE, 410, "{}", at(one + "/reject", Fixture::topic)),
                Row.of("POST " + one + "/renew", TO_RECEIVE, 410, "{}", at(one + "/renew", Fixture::topic)));
    }

    private static List<Row> routing() {
        return List.of(
                Row.of("GET " + BINDINGS, ANY, 200, at(BINDINGS, Fixture::binding)),
                Row.of("POST " + ROUTE, ANY, 200, "{}", at(ROUTE, Fixture::binding)),
                Row.of("POST " + BINDINGS, TO_MANAGE_AND_SEND, 201, at(BINDINGS, Fixture::exchange))
                        .withBody(fixture -> "{\"destination\": \"" + fixture.name + ".to\"}"),
                // The id cannot be known to a stranger; one that does not exist is told to those who may look.
                Row.of("GET " + BINDINGS + "/{id}", ANY, 404, at(BINDINGS + "/0", Fixture::exchange)),
                Row.of("DELETE " + BINDINGS + "/{id}", ANY, 404, at(BINDINGS + "/0", Fixture::exchange)),
                Row.of("GET " + API + "/rules", LOGIN, 200, at(API + "/rules")),
                Row.of("GET " + RULE, TO_RECEIVE, 200, at(RULE, Fixture::rule)).hiddenUnlessAllowed(),
                Row.of("PUT " + RULE, TO_RECEIVE, 201, at(RULE, Rows::nothing))
                        .withBody(fixture -> "{\"pattern\": \"" + fixture.name + ".#\"}"),
                Row.of("DELETE " + RULE, TO_RECEIVE, 204, at(RULE, Fixture::rule))
                        .hiddenUnlessAllowed());
    }

    private static List<Row> deadLetters() {
        return List.of(
                Row.of("GET " + API + "/dead-letters", LOGIN, 200, at(API + "/dead-letters")),
                Row.of("GET " + LETTERS, TO_BROWSE, 200, at(LETTERS, Fixture::deadLetters)),
                Row.of("GET " + LETTERS + "/groups", TO_BROWSE, 200, at(LETTERS + "/groups", Fixture::deadLetters)),
                // A message that was sent to the queue is no letter, which is told to those who may read it.
                Row.of(
                        "GET " + LETTERS + "/letters/{partition}/{offset}",
                        TO_BROWSE,
                        404,
                        at(LETTERS + "/letters/0/0", Fixture::deadLetters)),
                Row.of(
                        "POST " + LETTERS + "/redrive",
                        TO_MANAGE,
                        200,
                        "{}",
                        at(LETTERS + "/redrive", Fixture::deadLetters)),
                Row.of(
                        "POST " + LETTERS + "/count",
                        TO_BROWSE,
                        200,
                        "{}",
                        at(LETTERS + "/count", Fixture::deadLetters)),
                Row.of(
                        "POST " + LETTERS + "/redrive/start",
                        TO_MANAGE,
                        202,
                        "{}",
                        at(LETTERS + "/redrive/start", Fixture::deadLetters)),
                Row.of(
                        "POST " + LETTERS + "/discard/start",
                        TO_MANAGE,
                        202,
                        "{\"reason\": \"test\"}",
                        at(LETTERS + "/discard/start", Fixture::deadLetters)));
    }

    private static List<Row> alerts() {
        return List.of(
                Row.of("GET " + API + "/alerts", LOGIN, 200, at(API + "/alerts")),
                Row.of("GET " + API + "/alert-states", LOGIN, 200, at(API + "/alert-states")),
                Row.of("GET " + ALERT, TO_MANAGE, 200, at(ALERT, Fixture::alert)),
                Row.of("PUT " + ALERT, TO_MANAGE, 201, at(ALERT, Rows::nothing))
                        .withBody(fixture -> "{\"destinations\": \"" + fixture.name + "\", \"lagAbove\": 5}"),
                Row.of("DELETE " + ALERT, TO_MANAGE, 204, at(ALERT, Fixture::alert)));
    }

    /** Without a database, which this server has not, those who may use it are told that. */
    private static List<Row> triage() {
        var change = "{\"status\": \"IN_WORK\"}";
        return List.of(
                Row.of("GET " + TRIAGE + "/letters", OPERATOR, 503, at(TRIAGE + "/letters")),
                Row.of("GET " + TRIAGE + "/letters/{id}", OPERATOR, 503, at(TRIAGE + "/letters/1")),
                Row.of("POST " + TRIAGE + "/letters/{id}", OPERATOR, 503, change, at(TRIAGE + "/letters/1")),
                Row.of("POST " + TRIAGE + "/redrive", OPERATOR, 503, "{}", at(TRIAGE + "/redrive")),
                Row.of("POST " + TRIAGE + "/rebuild", OPERATOR, 503, at(TRIAGE + "/rebuild")));
    }

    /** Each name is that of one backup, so what exists is told to those who may make them, and to nobody else. */
    private static List<Row> backups() {
        return List.of(
                Row.of("GET " + BACKUPS, ADMIN, 200, at(BACKUPS)),
                Row.of("POST " + BACKUPS, ADMIN, 409, at(BACKUPS))
                        .withBody(fixture -> "{\"to\": \"" + fixture.name + "\"}"),
                Row.of("GET " + BACKUPS + "/{name}", ADMIN, 404, at(BACKUPS + "/none")),
                Row.of("POST " + BACKUPS + "/{name}/stop", ADMIN, 404, at(BACKUPS + "/none/stop")));
    }

    /** By a password or a token: a session has rules of its own, and without its header nobody logs in. */
    private static List<Row> sessions() {
        return List.of(
                Row.of("GET " + API + "/me", LOGIN, 200, at(API + "/me")),
                Row.of("POST " + API + "/session", NOTHING, 403, "{}", at(API + "/session")),
                Row.of("DELETE " + API + "/session", LOGIN, 404, at(API + "/session")));
    }

    /** Each caller sees what they may see; the whole is for those who look after the server. */
    private static List<Row> overview() {
        return List.of(
                Row.of("GET " + API + "/overview/destinations", LOGIN, 200, at(API + "/overview/destinations")),
                Row.of("GET " + API + "/overview/subscriptions", LOGIN, 200, at(API + "/overview/subscriptions")),
                Row.of("GET " + API + "/flow", LOGIN, 200, at(API + "/flow")),
                Row.of("GET " + API + "/history", OPERATOR, 200, at(API + "/history")),
                Row.of("GET " + API + "/live", LOGIN, 400, at(API + "/live?destinations=,")));
    }

    private static List<Row> others() {
        return List.of(
                Row.of("GET " + API + "/operations", LOGIN, 200, at(API + "/operations")),
                Row.of("GET " + OPERATION, ANY, 200, f -> OPERATION.replace("{id}", f.operation()))
                        .hidden(),
                Row.of(
                                "POST " + OPERATION + "/stop",
                                TO_MANAGE,
                                200,
                                f -> OPERATION.replace("{id}", f.operation()) + "/stop")
                        .hidden(),
                Row.of("GET " + API + "/transactions", LOGIN, 200, at(API + "/transactions")),
                Row.of(
                                "POST " + TRANSACTION + "/commit",
                                OPERATOR,
                                204,
                                f -> TRANSACTION.replace("{id}", f.prepared()) + "/commit")
                        .hiddenUnlessAllowed(),
                Row.of(
                                "POST " + TRANSACTION + "/rollback",
                                OPERATOR,
                                204,
                                f -> TRANSACTION.replace("{id}", f.prepared()) + "/rollback")
                        .hiddenUnlessAllowed(),
                Row.of("GET " + API + "/schedules", LOGIN, 200, at(API + "/schedules")),
                Row.of("GET " + SCHEDULE, ANY, 200, at(SCHEDULE, Fixture::schedule)),
                Row.of("GET " + SCHEDULE + "/next", ANY, 200, at(SCHEDULE + "/next", Fixture::schedule)),
                Row.of("PUT " + SCHEDULE, TO_SEND, 201, at(SCHEDULE, Fixture::queue))
                        .withBody(f -> "{\"destination\": \"" + f.name + "\", \"interval\": \"P1D\", \"body\": \"x\"}"),
                Row.of("POST " + SCHEDULE + "/pause", TO_SEND, 200, at(SCHEDULE + "/pause", Fixture::schedule)),
                Row.of("POST " + SCHEDULE + "/resume", TO_SEND, 200, at(SCHEDULE + "/resume", Fixture::schedule)),
                Row.of("POST " + SCHEDULE + "/fire", TO_SEND, 200, at(SCHEDULE + "/fire", Fixture::schedule)),
                Row.of("DELETE " + SCHEDULE, TO_SEND, 204, at(SCHEDULE, Fixture::schedule)));
    }
}
