package io.penstock.server.http.session;

import io.penstock.server.http.access.SessionLogin;
import io.penstock.server.http.request.RequestException;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Opens and ends the sessions of browsers: the pages of this server are used by them. */
@Path("/api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
final class SessionResource {

    private final SessionLogin login;
    private final ServerAccount account;

    SessionResource(SessionLogin login, ServerAccount account) {
        this.login = login;
        this.account = account;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Log in with a name and a password: the answer sets the cookie of a session",
            description = "Needs the header 'Penstock-Console: 1', or an 'Origin' that is the server's own.")
    public MeView open(LoginBody body) {
        if (body == null || body.user() == null || body.password() == null) {
            throw RequestException.malformed("'user' and 'password' are needed: say who logs in.");
        }
        return account.to(login.open(body.user(), body.password()));
    }

    @DELETE
    @Operation(summary = "Log out: end the session that makes this request")
    public void end() {
        login.end();
    }
}
