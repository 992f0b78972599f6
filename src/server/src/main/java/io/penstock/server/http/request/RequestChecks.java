package io.penstock.server.http.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses requests that could be understood in two ways: those whose end is not certain, and those whose text is not
 * valid UTF-8.
 */
@Singleton
final class RequestChecks {

    /** The priority before the body is read. */
    private static final int PRIORITY = 110;

    private static final String CHUNKED = "chunked";

    private final Refusals refusals;

    RequestChecks(Refusals refusals) {
        this.refusals = refusals;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        try {
            checkTransferEncoding(request);
        } catch (RequestException e) {
            refusals.answerAndClose(context, e);
            return;
        }
        try {
            PercentEncoding.check("path", request.path());
            PercentEncoding.check("query", request.query());
        } catch (RequestException e) {
            refusals.answer(context, e);
            return;
        }
        context.next();
    }

    /**
     * RFC 9112, section 6: a message with another coding, or with a length as well, may be an attempt to smuggle one.
     */
    private static void checkTransferEncoding(HttpServerRequest request) {
        var codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return;
        }
        var all = String.join(", ", codings);
        if (!CHUNKED.equalsIgnoreCase(all.strip()) || request.version() == HttpVersion.HTTP_1_0) {
            throw RequestException.malformed("'Transfer-Encoding' is '" + all
                    + "': only chunked is understood here, and in HTTP/1.1 only. Compress with"
                    + " Content-Encoding instead.");
        }
        if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            throw RequestException.malformed(
                    "Both 'Transfer-Encoding' and 'Content-Length' are set: nobody can tell where the body ends.");
        }
    }
}
