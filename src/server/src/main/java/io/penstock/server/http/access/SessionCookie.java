package io.penstock.server.http.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The cookie that has the token of a session. Browsers send it to the API of this server, and show it to no script. */
final class SessionCookie {

    static final String NAME = "penstock-session";

    /** Strict: no page of another site can have it sent, not even by a link. */
    private static final String ATTRIBUTES = "; Path=/api; HttpOnly; SameSite=Strict";

    private SessionCookie() {}

    /**
     * All values of the cookie that a request has, as they were sent. A browser sends two if somebody else has set one
     * for this host.
     */
    static List<String> values(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.COOKIE).stream()
                .flatMap(header -> List.of(header.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(NAME + "="))
                .map(pair -> pair.substring(NAME.length() + 1))
                .toList();
    }

    /** The token of a request; null if it has none. */
    static @Nullable String token(HttpServerRequest request) {
        var values = values(request);
        return values.isEmpty() ? null : values.get(0);
    }

    /** What sets the cookie. It ends with the browser; the server ends its session before that. */
    static String set(String token, boolean isSecure) {
        return NAME + "=" + token + ATTRIBUTES + (isSecure ? "; Secure" : "");
    }

    /** What has a browser forget the cookie. */
    static String forget(boolean isSecure) {
        return NAME + "=; Max-Age=0" + ATTRIBUTES + (isSecure ? "; Secure" : "");
    }
}
