package io.penstock.server.http.access;

import io.penstock.server.http.request.ConsoleHeader;
import io.penstock.server.http.request.RequestException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses requests that a page of somebody else could have a browser send with the cookie of a session. The cookie's
 * own rule, {@code SameSite}, lets pages of other ports and of sibling names pass.
 */
final class SessionRequests {

    private static final String PATH = "/api/v1/session";
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Who reads this stream takes messages, whatever the method says. */
    private static final Pattern TAKING = Pattern.compile(".*/subscriptions/[^/]+/events/?");

    private SessionRequests() {}

    /** Whether a request asks for a session, so that nobody can be asked yet who makes it. */
    static boolean isLogin(RoutingContext context) {
        var path = context.normalizedPath();
        return context.request().method().equals(HttpMethod.POST) && (path.equals(PATH) || path.equals(PATH + "/"));
    }

    /** Why a request with a cookie, or one that asks for it, is refused; null if it is not. */
    static @Nullable RequestException refusal(RoutingContext context) {
        var request = context.request();
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            return AllowedOrigins.isOwn(origin, host(request))
                    ? null
                    : RequestException.crossSite(
                            "A session is for the pages of this server alone: others log in by" + " 'Authorization'.");
        }
        var site = request.getHeader(FETCH_SITE);
        if (site != null && !OWN_SITES.contains(site)) {
            return RequestException.crossSite("The browser says that this request is of a page of another origin" + " ("
                    + FETCH_SITE + "), and a session is for the pages of this server alone.");
        }
        if (!isChange(context) || "1".equals(request.getHeader(ConsoleHeader.NAME))) {
            return null;
        }
        return RequestException.crossSite("A page of any origin could have sent this request with the cookie of a"
                + " session: send the header '" + ConsoleHeader.NAME + ": 1'.");
    }

    private static boolean isChange(RoutingContext context) {
        return !SAFE.contains(context.request().method())
                || TAKING.matcher(context.normalizedPath()).matches();
    }

    private static String host(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.HOST);
        return header == null ? String.valueOf(request.authority()) : header;
    }

    /** Whether the answer goes to the client by TLS, as far as the server or its proxy says. */
    static boolean isSecure(HttpServerRequest request) {
        return request.isSSL() || "https".equals(request.scheme());
    }
}
