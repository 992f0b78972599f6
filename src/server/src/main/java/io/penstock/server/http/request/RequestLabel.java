package io.penstock.server.http.request;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Says under which path the metrics count a request that no resource has been found for yet. Otherwise they would count
 * each path by itself, and there is no end of them.
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
