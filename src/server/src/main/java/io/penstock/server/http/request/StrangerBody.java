package io.penstock.server.http.request;

import io.vertx.ext.web.RoutingContext;

/**
 * Marks the request of somebody who has not proven who they are, and whose body is read all the same, since it says
 * so. Such bodies have limits of their own, so that strangers cannot take the memory and the places of others.
 */
public final class StrangerBody {

    private static final String KEY = StrangerBody.class.getName();

    private StrangerBody() {}

    /** Marks a request, before its body is read. */
    public static void mark(RoutingContext context) {
        context.put(KEY, Boolean.TRUE);
    }

    static boolean isOf(RoutingContext context) {
        return context.get(KEY) != null;
    }
}
