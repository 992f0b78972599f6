package io.penstock.server.http.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

import java.util.regex.Pattern;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets {@code messages%3Abatch} mean {@code messages:batch}: the two are one path (RFC 3986, section 6.2.2.2, and 3.3),
 * and many clients write the first, but routes are matched by the letter.
 */
@Singleton
final class EncodedColons {

    /** The priority before everybody who looks at the path. */
    private static final int PRIORITY = 1_000;

    private static final Pattern COLON = Pattern.compile("%3a", Pattern.CASE_INSENSITIVE);

    void install(@Observes Filters filters) {
        filters.register(EncodedColons::decode, PRIORITY);
    }

    private static void decode(RoutingContext context) {
        var request = context.request();
        var decoded = request.path() == null ? null : decoded(request.path());
        // A target that names a host is compared with the header as it stands.
        if (decoded == null || decoded.equals(request.path()) || !request.uri().startsWith("/")) {
            context.next();
        } else {
            context.reroute(request.query() == null ? decoded : decoded + "?" + request.query());
        }
    }

    static String decoded(String path) {
        return path.indexOf('%') < 0 ? path : COLON.matcher(path).replaceAll(":");
    }
}
