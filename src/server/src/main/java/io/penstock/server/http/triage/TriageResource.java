package io.penstock.server.http.triage;

import io.penstock.Broker;
import io.penstock.DeadLetterReason;
import io.penstock.postgres.triage.Triage;
import io.penstock.postgres.triage.TriageSearch;
import io.penstock.postgres.triage.TriageStatus;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.time.Instant;
import java.util.Map;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Searches the dead letters of all queues in the database, and keeps what people decide about them. */
@Path("/api/v1/triage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Triage")
final class TriageResource {

    private static final int DEFAULT_LIMIT = 100;

    private final Triage triage;
    private final Broker broker;
    private final Actor actor;

    TriageResource(Triage triage, @CallersView Broker broker, Actor actor) {
        this.triage = triage;
        this.broker = broker;
        this.actor = actor;
    }

    @GET
    @Path("letters")
    @Operation(
            summary = "Search dead letters, the latest death first; 'header' is name:value, 'gone' is true for letters"
                    + " that have left their queue and false for those that are there")
    public TriagePage search(
            @QueryParam("queue") String queue,
            @QueryParam("destination") String destination,
            @QueryParam("subscription") String subscription,
            @QueryParam("reason") String reason,
            @QueryParam("exception") String exception,
            @QueryParam("header") String header,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("text") String text,
            @QueryParam("status") String status,
            @QueryParam("gone") String gone,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        var search = new TriageSearch(
                queue,
                destination,
                subscription,
                new Parameter("reason", reason).oneOf(DeadLetterReason.class),
                exception,
                header(new Parameter("header", header)),
                time(new Parameter("from", from)),
                time(new Parameter("to", to)),
                text,
                new Parameter("status", status).oneOf(TriageStatus.class),
                gone == null ? null : new Parameter("gone", gone).flag());
        var place = TriageCursor.place(new Parameter("after", after));
        int size = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, Triage.MAX_PAGE);
        requireDatabase();
        var found = triage.search(search, place, size);
        return new TriagePage(
                found.letters().stream().map(TriageLetterView::inList).toList(),
                size,
                found.total(),
                found.next().map(TriageCursor::text).orElse(null));
    }

    private static Map<String, String> header(Parameter header) {
        if (!header.isPresent()) {
            return Map.of();
        }
        int colon = header.text().indexOf(':');
        if (colon < 1 || colon == header.text().length() - 1) {
            throw header.wrong("name:value");
        }
        return Map.of(header.text().substring(0, colon), header.text().substring(colon + 1));
    }

    private static Instant time(Parameter time) {
        return time.isPresent() ? time.instant() : null;
    }

    @GET
    @Path("letters/{id}")
    @Operation(summary = "A dead letter with its stack trace and its history")
    public TriageLetterView letter(@PathParam("id") String id) {
        requireDatabase();
        long number = number(id);
        var letter = triage.find(number).orElseThrow(() -> RequestException.unknownLetter(id));
        return TriageLetterView.of(letter, triage.history(number));
    }

    @POST
    @Path("letters/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give a dead letter a status and a note; the letter itself stays where it is")
    public TriageLetterView change(@PathParam("id") String id, TriageChangeBody body) {
        if (body == null || body.status() == null) {
            throw RequestException.malformed("'status' is missing: use NEW, IN_WORK, REDRIVEN or DISCARDED.");
        }
        requireDatabase();
        var note = body.note() == null ? "" : body.note();
        if (!triage.change(number(id), body.status(), note, actor.or(body.actor()))) {
            throw RequestException.unknownLetter(id);
        }
        return letter(id);
    }

    private static long number(String id) {
        if (!id.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
            throw new Parameter("id", id).wrong("a whole number of the digits 0 to 9 only, such as 42");
        }
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw RequestException.unknownLetter(id);
        }
    }

    @POST
    @Path("redrive")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put the dead letters back that a search finds, in the background, or count them with 'dryRun';"
                    + " the answer names the operations to look at")
    public TriageRedriveView redrive(TriageRedriveBody body) {
        if (body == null) {
            throw RequestException.malformed("The body is empty: name what to search for, or send {} for all letters.");
        }
        var search = body.search();
        requireDatabase();
        return TriageRedriveView.of(triage.redrive(
                broker,
                search,
                body.limitOrMost(),
                body.isDryRun(),
                actor.or(body.actor()),
                body.reason() == null ? "" : body.reason()));
    }

    @POST
    @Path("rebuild")
    @Operation(summary = "Read all dead letters from the log anew; status, notes and history of letters stay")
    public void rebuild() {
        requireDatabase();
        triage.rebuild();
    }

    private void requireDatabase() {
        triage.problem().ifPresent(problem -> {
            throw RequestException.databaseMissing(problem);
        });
    }
}
