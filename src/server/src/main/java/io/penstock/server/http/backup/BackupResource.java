package io.penstock.server.http.backup;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.access.AdminGate;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Makes backups while messages flow, and tells how far they are. */
@Path("/api/v1/backups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Backups")
final class BackupResource {

    private static final String ACTION = "backup";

    /** Shorter than proxies have patience, long enough that asking again costs nothing. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Broker broker;
    private final BackupPlace place;
    private final BackupJobs jobs;
    private final AdminGate gate;
    private final Actor actor;

    BackupResource(@CallersView Broker broker, BackupPlace place, BackupJobs jobs, AdminGate gate, Actor actor) {
        this.broker = broker;
        this.place = place;
        this.jobs = jobs;
        this.gate = gate;
        this.actor = actor;
    }

    /** The list of backups, as JSON. */
    public record Page(List<BackupView> backups) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin a backup of everything, on the server's disk, while messages flow")
    @APIResponse(
            responseCode = "202",
            description = "It goes on; its address tells how far",
            content = @Content(schema = @Schema(implementation = BackupView.class)))
    public RestResponse<BackupView> begin(
            BackupRequest request, @QueryParam("actor") String stated, @Context UriInfo uri) {
        gate.require(ACTION, "make a backup");
        var who = actor.or(stated);
        if (request == null) {
            throw RequestException.malformed(
                    "The body is empty: say where to write, such as {\"to\": \"nightly.tar.gz\"}.");
        }
        var target = place.of(request.to());
        try {
            var job = jobs.begin(broker.operations(), target, place.pace(), who);
            return RestResponse.ResponseBuilder.<BackupView>create(RestResponse.Status.ACCEPTED)
                    .location(uri.getAbsolutePathBuilder().path(job.name()).build())
                    .entity(BackupView.of(job))
                    .build();
        } catch (UncheckedIOException e) {
            throw new PenstockException.Unavailable(e.getMessage(), e);
        }
    }

    @GET
    @Operation(summary = "The backups that were begun since the server was started, latest first")
    public Page list() {
        gate.require(ACTION, "see backups");
        return new Page(jobs.list().stream().map(BackupView::of).toList());
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One backup, and how far it is; with 'wait', as soon as it is over, but no later than that")
    public BackupView get(@PathParam("name") String name, @QueryParam("wait") String wait) {
        gate.require(ACTION, "see backups");
        var patience = new Parameter("wait", wait).duration(Duration.ZERO, Duration.ZERO, LONGEST_WAIT);
        var job = find(name);
        job.await(patience);
        return BackupView.of(job);
    }

    @POST
    @Path("{name}/stop")
    @Operation(summary = "End a backup that goes on; nothing is left of it")
    public BackupView stop(@PathParam("name") String name) {
        gate.require(ACTION, "stop a backup");
        var job = find(name);
        job.output().stop();
        return BackupView.of(job);
    }

    private BackupJob find(String name) {
        return jobs.find(name).orElseThrow(() -> RequestException.unknownBackup(name));
    }
}
