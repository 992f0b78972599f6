package io.penstock.server.http.request;

import io.penstock.PlainText;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

import java.util.List;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses requests that could be understood in two ways: those whose end is not certain, those whose text is not valid
 * UTF-8, and those with parameters in their path.
 */
@Singleton
final class RequestChecks {

    /** The priority before the body is read. */
    private static final int PRIORITY = 110;

    private static final String CHUNKED = "chunked";

    private final Refusals refusals;

    RequestChecks(Refusals refusals) {
        this.refusals = refusals;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        try {
            checkVersion(request);
            checkHost(context);
            checkTransferEncoding(request);
        } catch (RequestException e) {
            refusals.answerAndClose(context, e);
            return;
        }
        try {
            checkParameters(request.path());
            PercentEncoding.check("path", request.path());
            PercentEncoding.check("query", request.query());
        } catch (RequestException e) {
            refusals.answer(context, e);
            return;
        }
        context.next();
    }

    /**
     * RFC 9112, section 3.2: exactly one, which the router has looked at if the request is of HTTP/1.1. Old probes of
     * HTTP/1.0 have none; everything else makes addresses of it.
     */
    private static void checkHost(RoutingContext context) {
        var request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        var hosts = request.headers().getAll(HttpHeaders.HOST);
        boolean isProbe = hosts.isEmpty() && context.normalizedPath().startsWith(StopGate.MANAGEMENT);
        if (!isProbe && (hosts.size() != 1 || request.authority() == null)) {
            throw RequestException.malformed(host(request.headers()));
        }
        checkTarget(request.uri(), hosts);
    }

    /**
     * RFC 9112, section 3.2.2: the host of a target such as {@code http://localhost:8080/q/health} counts, and not that
     * of the header. So that all who look at either see the same, they must be equal.
     */
    private static void checkTarget(String target, List<String> hosts) {
        int scheme = target.indexOf("://");
        if (target.startsWith("/") || scheme < 0) {
            return;
        }
        int begin = scheme + "://".length();
        int end = begin;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        if (hosts.isEmpty() || !target.substring(begin, end).equalsIgnoreCase(hosts.get(0))) {
            throw RequestException.malformed(
                    "The target of the request names another host than 'Host': name the same," + " or the path alone.");
        }
    }

    /**
     * RFC 3986, section 3.3: a segment may have parameters behind a semicolon, which no path here has. The router cuts
     * them off, so that {@code a;b} would be {@code a}, whereas others see the path as it is.
     */
    private static void checkParameters(@Nullable String path) {
        int semicolon = path == null ? -1 : path.indexOf(';');
        if (semicolon >= 0) {
            throw RequestException.malformed("The path of the URI has a ';' at position " + semicolon
                    + ": no path has parameters, and names of destinations have no such character. In other names,"
                    + " write %3B for the character itself.");
        }
    }

    /** Others are spoken by nobody, and who knows what they mean by their headers. */
    private static void checkVersion(HttpServerRequest request) {
        if (request.version() == null) {
            throw RequestException.malformed("This version of HTTP is not spoken here: use HTTP/1.1.");
        }
    }

    /** What is wrong with the {@code Host} of a request. */
    static String host(MultiMap headers) {
        var hosts = headers.getAll(HttpHeaders.HOST);
        return switch (hosts.size()) {
            case 0 -> "'Host' is missing: it is needed, such as 'Host: localhost:8080'.";
            case 1 ->
                "'Host' is " + PlainText.quoted(hosts.get(0))
                        + ": use a host name or an address, and a port if there is one, such as localhost:8080.";
            default -> "'Host' is set " + hosts.size() + " times: set it once.";
        };
    }

    /**
     * RFC 9112, section 6: a message with another coding, or with a length as well, may be an attempt to smuggle one.
     */
    private static void checkTransferEncoding(HttpServerRequest request) {
        var codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return;
        }
        var all = String.join(", ", codings);
        if (!CHUNKED.equalsIgnoreCase(all.strip()) || request.version() == HttpVersion.HTTP_1_0) {
            throw RequestException.malformed("'Transfer-Encoding' is '" + all
                    + "': only chunked is understood here, and in HTTP/1.1 only. Compress with"
                    + " Content-Encoding instead.");
        }
        if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            throw RequestException.malformed(
                    "Both 'Transfer-Encoding' and 'Content-Length' are set: nobody can tell where the body ends.");
        }
    }
}
