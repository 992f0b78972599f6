package io.penstock.server.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses a body that announces itself as too large, before any of it is read. */
@Singleton
final class BodyLimitFilter {

    /** Puts this filter before Quarkus' own check, which answers with an empty body. */
    private static final int PRIORITY = 100;

    private final long limitBytes;
    private final ObjectMapper json;

    BodyLimitFilter(BodyLimit limit, ObjectMapper json) {
        this.limitBytes = limit.bytes();
        this.json = json;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        // Netty has refused everything that is no number.
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || Long.parseLong(length) <= limitBytes) {
            context.next();
            return;
        }
        var refusal = RequestException.bodyTooLarge(limitBytes);
        context.response()
                .setStatusCode(refusal.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(encode(Problem.of(refusal.type(), refusal.getMessage(), context.normalizedPath())));
        discard(context.request());
    }

    /** A connection closed while its client still writes would be reset, and the answer lost with it. */
    private static void discard(HttpServerRequest request) {
        var budget = new BodyBudget(BodyBudget.DISCARD_BYTES);
        request.handler(chunk -> {
            if (!budget.take(chunk.length())) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private String encode(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is made of strings and numbers", e);
        }
    }
}
