package io.penstock.server.http.request;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Chooses the path under which metrics count a request before a resource has been found for it. Otherwise they would
 * count each path by itself, without a limit.
 */
final class RequestLabel {

    /** Micrometer's binder looks here. */
    private static final String KEY = "UrlPathTemplate";

    private static final String REFUSED = "/refused";

    private RequestLabel() {}

    static void refused() {
        refused(Vertx.currentContext());
    }

    static void refused(Context context) {
        if (context != null) {
            context.putLocal(KEY, REFUSED);
        }
    }

    static void forget(Context context) {
        if (context != null) {
            context.removeLocal(KEY);
        }
    }
}
