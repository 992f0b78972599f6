package io.penstock.server.http.access;

import io.penstock.Broker;
import io.penstock.security.AccessControl;
import io.penstock.security.AuditRecord;
import io.penstock.security.Caller;
import io.penstock.security.Roles;
import io.penstock.server.http.request.Refusals;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.StrangerBody;
import io.penstock.spi.CountingBroker;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/**
 * Asks each request who makes it, before its body is read, and admits it with the view of the broker that its caller
 * has. While the server is open, it admits everybody with the broker itself.
 */
@Singleton
final class Doorkeeper {

    /** The priority after the checks of the request itself, and before its body is read. */
    private static final int PRIORITY = 105;

    private final AccessMode mode;
    private final AccessControl access;
    /** Asked for with the first request: to check who may come in needs no open log. */
    private final Provider<Broker> broker;

    private final HttpAuthenticator authenticator;
    private final Sessions sessions;
    private final LoginFailures failures;
    private final Refusals refusals;

    @Inject
    Doorkeeper(
            AccessMode mode,
            AccessControl access,
            Provider<Broker> broker,
            HttpAuthenticator authenticator,
            Sessions sessions,
            LoginFailures failures,
            Refusals refusals) {
        this.mode = mode;
        this.access = access;
        this.broker = broker;
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.failures = failures;
        this.refusals = refusals;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        if (mode.isOpen()) {
            new Admission(counting(Callers.address(context)), null, null).admit(context);
            context.next();
        } else if (Door.isForAll(context)) {
            context.next();
        } else if (SessionRequests.isLogin(context)) {
            letLogIn(context);
        } else {
            var token = SessionCookie.token(context.request());
            if (token == null || context.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
                ask(context);
            } else {
                ask(context, token);
            }
        }
    }

    /** Nobody is admitted with that, so that nothing but the login can come of it. */
    private void letLogIn(RoutingContext context) {
        var refusal = SessionRequests.refusal(context);
        if (refusal == null) {
            StrangerBody.mark(context);
            context.next();
        } else {
            failures.refuse(context, refusal);
        }
    }

    /** A request with the cookie of a session. */
    private void ask(RoutingContext context, String token) {
        var refusal = SessionRequests.refusal(context);
        if (refusal != null) {
            failures.refuse(context, refusal);
            return;
        }
        var session = sessions.use(token).orElse(null);
        if (session == null) {
            failures.answerEnded(context);
            return;
        }
        var caller = session.caller(access.users(), Callers.address(context));
        var view = access.view(counting(caller.name()), caller, () -> sessions.isOpen(session));
        admit(context, Callers.identity(caller), new Admission(view, caller, session));
    }

    /** Counts what the request sends, by its user or, while nobody is known, by where it comes from. */
    private Broker counting(String name) {
        return CountingBroker.as(broker.get(), "http", name);
    }

    private void ask(RoutingContext context) {
        // Nothing of the body may come while nobody takes it.
        context.request().pause();
        var eventLoop = Vertx.currentContext();
        authenticator
                .attemptAuthentication(context)
                .subscribe()
                .with(
                        identity -> eventLoop.runOnContext(done -> admit(context, identity)),
                        failure -> eventLoop.runOnContext(done -> failures.answer(context, failure)));
    }

    private void admit(RoutingContext context, @Nullable SecurityIdentity identity) {
        var caller = Callers.of(identity, context);
        if (caller == null) {
            failures.answerNobody(context);
        } else {
            admit(context, identity, new Admission(access.view(counting(caller.name()), caller), caller, null));
        }
    }

    private void admit(RoutingContext context, SecurityIdentity identity, Admission admission) {
        var caller = Objects.requireNonNull(admission.caller(), "caller");
        if (Door.of(context) == Door.MANAGEMENT && !mayManage(caller)) {
            var path = context.normalizedPath();
            access.audit().add(new AuditRecord(caller.name(), caller.address(), "look", path, AuditRecord.REFUSED, ""));
            refusals.answer(
                    context,
                    RequestException.forbidden("The user '" + caller.name() + "' may not see " + path
                            + ", which needs the role " + Roles.OPERATOR + " or " + Roles.ADMIN + "."));
        } else {
            QuarkusHttpUser.setIdentity(identity, context);
            admission.admit(context);
            context.next();
        }
    }

    private static boolean mayManage(Caller caller) {
        return caller.roles().contains(Roles.OPERATOR) || caller.roles().contains(Roles.ADMIN);
    }
}
