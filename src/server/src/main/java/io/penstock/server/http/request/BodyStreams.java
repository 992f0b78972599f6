package io.penstock.server.http.request;

import io.vertx.ext.web.RoutingContext;

import jakarta.inject.Singleton;

/** Gives the body of a request to whoever reads it as it arrives: see {@link StreamedBody}. */
@Singleton
public final class BodyStreams {

    private static final byte[] NONE = new byte[0];

    private final BodyLimits limits;
    private final Refusals refusals;

    BodyStreams(BodyLimits limits, Refusals refusals) {
        this.limits = limits;
        this.refusals = refusals;
    }

    /**
     * The body of a request. It has been read before if the path was not known to be that of a batch, such as one with
     * an encoded letter.
     */
    public BodyStream of(RoutingContext context) {
        var toCome = BodyStream.of(context);
        return toCome != null
                ? toCome
                : new BodyStream(context, limits, refusals, ReadBody.of(context).orElse(NONE));
    }
}
