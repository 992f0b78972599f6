package io.penstock.server.http.access;

import io.penstock.Broker;
import io.penstock.security.Caller;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Says that a request may go on, and as whom.
 *
 * @param view what its caller may do with the broker
 * @param caller null while the server is open, so that nobody is known
 * @param session by which the caller is known; null if it is in another way
 */
record Admission(
        Broker view, @Nullable Caller caller, @Nullable BrowserSession session) {

    private static final String KEY = Admission.class.getName();

    void admit(RoutingContext context) {
        context.put(KEY, this);
    }

    /** @throws IllegalStateException if the request has not been checked, so that nothing may be done for it */
    static Admission of(@Nullable RoutingContext context) {
        Admission found = context == null ? null : context.get(KEY);
        if (found == null) {
            throw new IllegalStateException("Nobody has checked who makes this request");
        }
        return found;
    }
}
