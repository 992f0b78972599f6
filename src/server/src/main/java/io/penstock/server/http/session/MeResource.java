package io.penstock.server.http.session;

import io.penstock.server.http.access.CurrentCaller;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tells callers who they are to this server. */
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
final class MeResource {

    private final CurrentCaller caller;
    private final ServerAccount account;

    MeResource(CurrentCaller caller, ServerAccount account) {
        this.caller = caller;
        this.account = account;
    }

    @GET
    @Operation(summary = "Who makes this request, with which roles, and what server answers it")
    public MeView get() {
        return account.to(caller.caller());
    }
}
