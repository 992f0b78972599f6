package io.penstock.server.http.access;

import io.penstock.server.http.request.RequestException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;

/**
 * Tells requests that a form of any page could make a browser send, without asking the server first. They change
 * nothing, unless they are not of a browser: clients such as curl say that what they send is a form unless they are
 * told otherwise.
 */
final class FormRequests {

    /** A header by which a script says that it is none of a form. */
    static final String MARK = "X-Requested-With";

    private static final String OWN_HEADERS = "penstock-";
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final Set<String> FORM_TYPES =
            Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

    private FormRequests() {}

    /** Why a request without an {@code Origin} is refused; null if it is not. */
    static @Nullable RequestException refusal(HttpServerRequest request) {
        if (SAFE.contains(request.method())) {
            return null;
        }
        var site = request.getHeader(FETCH_SITE);
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return RequestException.crossSite("The browser says that this request is of a page of another site"
                    + " (Sec-Fetch-Site: " + (site.equals("same-site") ? site : "cross-site")
                    + "): such a page may change nothing here.");
        }
        boolean couldBeForm = isFormType(request.getHeader(HttpHeaders.CONTENT_TYPE));
        return site == null && couldBeForm && isOfBrowser(request) && !hasOwnHeader(request)
                ? RequestException.crossSite("A form of any page could send this request: send another Content-Type"
                        + " than one of a form, or a header " + MARK + ".")
                : null;
    }

    private static boolean isFormType(@Nullable String type) {
        if (type == null || type.isBlank()) {
            return true;
        }
        int end = type.indexOf(';');
        return FORM_TYPES.contains(
                (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT));
    }

    /** Browsers of all kinds call themselves so, and a page cannot change that without asking first. */
    private static boolean isOfBrowser(HttpServerRequest request) {
        var agent = request.getHeader(HttpHeaders.USER_AGENT);
        return agent != null && agent.startsWith("Mozilla/")
                || request.headers().contains(HttpHeaders.REFERER);
    }

    private static boolean hasOwnHeader(HttpServerRequest request) {
        return request.headers().contains(MARK)
                || request.headers().names().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(OWN_HEADERS));
    }
}
