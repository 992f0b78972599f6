package io.penstock.server.http.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.penstock.security.AccessControl;
import io.penstock.security.AuditRecord;
import io.penstock.security.LoginRefused;
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

    void answer(RoutingContext context, Throwable failure) {
        var refused = find(failure, LoginRefused.class);
        if (refused != null && refused.isTooMany()) {
            var seconds = (refused.retryAfter().toMillis() + 999) / 1_000;
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            refusals.answer(context, RequestException.tooManyLogins(refused.getMessage()));
        } else if (refused != null) {
            challenge(context, refused.getMessage());
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
        var headers = context.response().headers();
        headers.add(HttpHeaderNames.WWW_AUTHENTICATE, BASIC);
        if (mode.takesTokens()) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, BEARER);
        }
        refusals.answer(context, RequestException.unauthenticated(detail));
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
