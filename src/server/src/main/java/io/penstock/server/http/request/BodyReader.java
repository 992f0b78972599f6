package io.penstock.server.http.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Reads the body of each request as it arrives, before anything else does, and without a thread that waits for it:
 * however many bodies arrive slowly, all threads are free for others.
 */
@Singleton
final class BodyReader {

    /**
     * The priority after the checks of the request itself, and before Quarkus' own check of the size, which answers
     * with an empty body.
     */
    private static final int PRIORITY = 100;

    private final BodyLimits limits;
    private final BodyStore store;
    private final BodyStore strangers = new BodyStore(BodyLimits.ofStrangers());
    private final Refusals refusals;

    BodyReader(BodyLimits limits, Refusals refusals) {
        this.limits = limits;
        this.store = new BodyStore(limits);
        this.refusals = refusals;
    }

    void install(@Observes Filters filters) {
        filters.register(this::read, PRIORITY);
    }

    private void read(RoutingContext context) {
        var request = context.request();
        if (!hasBody(request)) {
            context.next();
            return;
        }
        if (StrangerBody.isOf(context)) {
            collect(context, BodyLimits.ofStrangers(), strangers);
            return;
        }
        if (StreamedBody.isWanted(request)) {
            if (!ContentCoding.isPlain(request)) {
                context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, ContentCoding.IDENTITY);
                refusals.answer(context, RequestException.compressedLines());
                return;
            }
            if (isLonger(request, limits.streamBytes())) {
                refusals.answer(context, RequestException.streamTooLarge(limits.streamBytes()));
                return;
            }
            if (!store.begin()) {
                refusals.answer(context, RequestException.tooManyBodies(limits.number()));
                return;
            }
            context.addEndHandler(ended -> store.end());
            BodyStream.await(context, limits, refusals);
            context.next();
            return;
        }
        collect(context, limits, store);
    }

    private void collect(RoutingContext context, BodyLimits limits, BodyStore store) {
        var request = context.request();
        if (isLonger(request, limits.bytes())) {
            refusals.answer(context, limits.tooLarge());
            return;
        }
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (!ContentCoding.isKnown(encoding)) {
            context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, ContentCoding.GZIP);
            refusals.answer(context, RequestException.unknownCoding(encoding));
            return;
        }
        if (!store.begin()) {
            refusals.answer(context, limits.tooMany());
            return;
        }
        new ArrivingBody(context, limits, store, refusals).read();
    }

    /** Whether a body says that it is longer; Netty has refused every length that is no number. */
    private static boolean isLonger(HttpServerRequest request, long limit) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > limit;
    }

    private static boolean hasBody(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return true; // In HTTP/2 only the end tells whether there is a body, and it comes at once if there is none.
        }
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }
}
