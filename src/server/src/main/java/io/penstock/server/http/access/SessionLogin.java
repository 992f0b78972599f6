package io.penstock.server.http.access;

import io.penstock.security.AccessControl;
import io.penstock.security.AuditRecord;
import io.penstock.security.Caller;
import io.penstock.security.LoginRefused;
import io.penstock.server.http.request.RequestException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

import jakarta.inject.Singleton;

/** Opens the session of the current request, and ends it. */
@Singleton
public final class SessionLogin {

    private final AccessMode mode;
    private final AccessControl access;
    private final Sessions sessions;
    private final LoginFailures failures;
    private final CurrentVertxRequest request;

    SessionLogin(
            AccessMode mode,
            AccessControl access,
            Sessions sessions,
            LoginFailures failures,
            CurrentVertxRequest request) {
        this.mode = mode;
        this.access = access;
        this.sessions = sessions;
        this.failures = failures;
        this.request = request;
    }

    /**
     * Checks a name and a password as everywhere, and opens a session, whose cookie the answer sets. It is always a new
     * one: nobody can have chosen its token before. It computes for some tenths of a second.
     *
     * @throws RequestException if they are wrong, if there were too many failures, or if nobody has to log in
     */
    public Caller open(String name, String password) {
        requireSessions();
        var context = request.getCurrent();
        var address = Callers.address(context);
        // If the user is changed while the password is checked, the session is over before it begins.
        var before = access.users();
        Caller caller;
        try {
            caller = access.login(name, password, address);
        } catch (LoginRefused e) {
            throw failures.ofLogin(context, e);
        }
        endOf(context);
        var token = sessions.open(name, before.fingerprint(name).orElse(""));
        access.audit().add(new AuditRecord(name, address, "login", "", AuditRecord.DONE, "a session begins"));
        set(context, SessionCookie.set(token, SessionRequests.isSecure(context.request())));
        return caller;
    }

    private void requireSessions() {
        if (mode.isOpen()) {
            throw RequestException.conflict(
                    "This server is open: it asks nobody who they are, and has no sessions. Use it as it is.");
        }
    }

    /** A browser that logs in again has no use for the session before. */
    private void endOf(RoutingContext context) {
        var token = SessionCookie.token(context.request());
        if (token != null) {
            sessions.use(token).ifPresent(sessions::end);
        }
    }

    /**
     * Ends the session that makes the current request, so that its token is of no use any more.
     *
     * @throws RequestException if the request is made in another way
     */
    public void end() {
        requireSessions();
        var context = request.getCurrent();
        var admission = Admission.of(context);
        var session = admission.session();
        if (session == null) {
            throw RequestException.unknownSession();
        }
        sessions.end(session);
        access.audit()
                .add(new AuditRecord(
                        session.user(), Callers.address(context), "logout", "", AuditRecord.DONE, "a session ends"));
        set(context, SessionCookie.forget(SessionRequests.isSecure(context.request())));
    }

    private static void set(RoutingContext context, String cookie) {
        context.response().putHeader(HttpHeaders.SET_COOKIE, cookie);
    }
}
