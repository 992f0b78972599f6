package io.penstock.server.http.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.penstock.security.AccessControl;
import io.penstock.security.AuditRecord;
import io.penstock.security.LoginRefused;
import io.penstock.server.http.request.ConsoleHeader;
import io.penstock.server.http.request.Refusals;
import io.penstock.server.http.request.RequestException;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

import jakarta.inject.Singleton;

/** Answers those who have not proven who they are. */
@Singleton
final class LoginFailures {

    private static final Logger LOG = Logger.getLogger(LoginFailures.class);

    private static final String BASIC = "Basic realm=\"penstock\", charset=\"UTF-8\"";
    private static final String SESSION = "Session realm=\"penstock\"";
    private static final String BEARER = "Bearer realm=\"penstock\"";

    /** The longest chain of causes: a longer one has a cycle. */
    private static final int LONGEST_CHAIN = 20;

    private final AccessMode mode;
    private final AccessControl access;
    private final Refusals refusals;

    LoginFailures(AccessMode mode, AccessControl access, Refusals refusals) {
        this.mode = mode;
        this.access = access;
        this.refusals = refusals;
    }

    /** Nobody has tried to. */
    void answerNobody(RoutingContext context) {
        audit(context, "", "nothing in the request says who makes it");
        challenge(context, "Say who you are: this server wants to know it, and the request has nothing that it takes.");
    }

    /** The cookie is of a session that is over, or of none; the browser may forget it. */
    void answerEnded(RoutingContext context) {
        audit(context, "", "the session has ended, or there is none of that token");
        context.response()
                .putHeader(HttpHeaders.SET_COOKIE, SessionCookie.forget(SessionRequests.isSecure(context.request())));
        challenge(context, "The session has ended. Log in again.");
    }

    /** A page of somebody else has sent the cookie of a session, or could have. */
    void refuse(RoutingContext context, RequestException refusal) {
        audit(context, "", String.valueOf(refusal.getMessage()));
        refusals.answer(context, refusal);
    }

    /** How a login is refused: the headers are set in the answer, and the rest is for whoever answers. */
    RequestException ofLogin(RoutingContext context, LoginRefused refused) {
        if (refused.isTooMany()) {
            var seconds = (refused.retryAfter().toMillis() + 999) / 1_000;
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            return RequestException.tooManyLogins(refused.getMessage());
        }
        addChallenge(context);
        return RequestException.unauthenticated(refused.getMessage());
    }

    void answer(RoutingContext context, Throwable failure) {
        var refused = find(failure, LoginRefused.class);
        if (refused != null) {
            refusals.answer(context, ofLogin(context, refused));
        } else if (find(failure, AuthenticationFailedException.class) != null) {
            var certificate = find(failure, UnknownCertificate.class);
            audit(
                    context,
                    certificate == null ? "" : certificate.subject(),
                    certificate == null
                            ? "the token, the certificate or the header Authorization is not good"
                            : "no user has this certificate");
            challenge(
                    context,
                    "The token, the certificate or the header Authorization is not good: it is malformed, of"
                            + " somebody else, for somebody else, too old or too new.");
        } else {
            LOG.warnf("A caller could not be asked who they are: %s", failure);
            audit(context, "", "callers cannot be asked who they are");
            refusals.answer(context, RequestException.loginUnavailable());
        }
    }

    private void audit(RoutingContext context, String name, String why) {
        access.refusedToUnknown(new AuditRecord(name, Callers.address(context), "login", "", AuditRecord.REFUSED, why));
    }

    private void challenge(RoutingContext context, String detail) {
        addChallenge(context);
        refusals.answer(context, RequestException.unauthenticated(detail));
    }

    /** RFC 9110, section 15.5.2: there is always one. For the console it is none that a browser knows a window for. */
    private void addChallenge(RoutingContext context) {
        var headers = context.response().headers();
        if (context.request().headers().contains(ConsoleHeader.NAME)) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, SESSION);
            return;
        }
        headers.add(HttpHeaderNames.WWW_AUTHENTICATE, BASIC);
        if (mode.takesTokens()) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, BEARER);
        }
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        var cause = failure;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
