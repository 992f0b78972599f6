package io.penstock.server.http.access;

import io.penstock.server.http.request.Refusals;
import io.penstock.server.http.request.RequestException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

import java.util.List;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses requests that say twice who makes them, or of which page they are: a proxy that looks at the one might let
 * pass what the server takes from the other.
 */
@Singleton
final class SingleHeaders {

    /** The priority before everybody who reads one of the headers. */
    private static final int PRIORITY = 330;

    private static final List<CharSequence> NAMES = List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.ORIGIN);

    private final Refusals refusals;

    SingleHeaders(Refusals refusals) {
        this.refusals = refusals;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        var headers = context.request().headers();
        for (var name : NAMES) {
            int times = headers.getAll(name).size();
            if (times > 1) {
                refusals.answer(
                        context, RequestException.malformed("'" + name + "' is set " + times + " times: set it once."));
                return;
            }
        }
        int cookies = SessionCookie.values(context.request()).size();
        if (cookies > 1) {
            refusals.answer(
                    context,
                    RequestException.malformed("The cookie '" + SessionCookie.NAME + "' is sent " + cookies
                            + " times: somebody else has set one for this host. Delete the cookies of this host."));
            return;
        }
        context.next();
    }
}
