package io.penstock.server.http.request;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers requests that the router refuses before any of our handlers sees them, with problems as everywhere else.
 * Quarkus would answer in a form of its own, and write each to the log with a stack trace.
 */
@Singleton
final class RoutingFailures {

    private static final Logger LOG = Logger.getLogger(RoutingFailures.class);

    /** Before the handlers of everybody else. */
    private static final int ORDER = -1_000_000;

    private final Refusals refusals;

    RoutingFailures(Refusals refusals) {
        this.refusals = refusals;
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).failureHandler(this::answer);
    }

    private void answer(RoutingContext context) {
        boolean isRefused = context.failure() == null || context.failure() instanceof VertxException;
        if (!isRefused || context.response().headWritten()) {
            context.next();
            return;
        }
        switch (context.statusCode()) {
            case 400 -> {
                LOG.debugf(context.failure(), "A request was refused by the router");
                refusals.answerAndClose(context, RequestException.malformed(reason(context)));
            }
            case 404 -> refusals.answerNotFound(context);
            default -> context.next();
        }
    }

    private static String reason(RoutingContext context) {
        var path = context.request().path();
        return path == null || path.isEmpty()
                ? "The request has no path: it begins with '/'."
                : RequestChecks.host(context.request().headers());
    }
}
