package io.penstock.server.http.access;

import io.penstock.PlainText;
import io.penstock.security.AccessControl;
import io.penstock.security.AuditRecord;
import io.penstock.server.http.request.Refusals;
import io.penstock.server.http.request.RequestException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Refuses what a page of a stranger has a browser ask for: the browser of somebody who may reach the server, or who is
 * logged in to it.
 */
@Singleton
final class BrowserGuard {

    /** The priority before everything else, also before anybody is asked who they are. */
    private static final int PRIORITY = 320;

    /** How long a browser may remember what an origin may do, in seconds. */
    private static final int PREFLIGHT_SECONDS = 600;

    /** The most of a path that the audit has: it may be as long as whoever asks likes. */
    private static final int MAX_PATH = 256;

    private final AccessControl access;
    private final AllowedHosts hosts;
    private final AllowedOrigins origins;
    private final CorsHandler cors;
    private final Refusals refusals;

    @Inject
    BrowserGuard(
            AccessControl access,
            HttpAccess config,
            @ConfigProperty(name = "quarkus.http.host") String bound,
            Refusals refusals) {
        this.access = access;
        this.hosts = new AllowedHosts(bound, config.allowedHosts().orElse(List.of()));
        this.origins = new AllowedOrigins(config.allowedOrigins().orElse(List.of()));
        this.refusals = refusals;
        cors = CorsHandler.create()
                .addOrigins(List.copyOf(origins.configured()))
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of(
                        "Authorization",
                        "Content-Type",
                        "Content-Encoding",
                        "If-Match",
                        "If-None-Match",
                        FormRequests.MARK,
                        "traceparent"))
                .exposedHeaders(Set.of("ETag", "Location", "Retry-After"))
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        var host = host(request);
        // Probes call by address and have no page; a request without a good name is refused further on.
        if (Door.isHealth(context) || host == null) {
            context.next();
            return;
        }
        if (!hosts.allow(host.host())) {
            refuse(
                    context,
                    RequestException.foreignHost(PlainText.quoted(host.host())
                            + " is no name of this server: call it by one, or allow this one by"
                            + " penstock.http.allowed-hosts."));
            return;
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && origins.isConfigured(origin)) {
            cors.handle(context);
            return;
        }
        var refusal = refusal(request, origin);
        if (refusal == null) {
            context.next();
        } else {
            refuse(context, refusal);
        }
    }

    /** Nobody has been asked yet who they are: the audit has the address, and what they wanted. */
    private void refuse(RoutingContext context, RequestException refusal) {
        var path = context.normalizedPath();
        access.refusedToUnknown(new AuditRecord(
                "",
                Callers.address(context),
                "request",
                path.substring(0, Math.min(path.length(), MAX_PATH)),
                AuditRecord.REFUSED,
                String.valueOf(refusal.getMessage())));
        refusals.answer(context, refusal);
    }

    /**
     * What the client calls the server; null if that is missing or malformed. A proxy's own idea of it does not count.
     */
    private static @Nullable HostAndPort host(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.HOST);
        return header == null ? request.authority() : HostAndPort.parseAuthority(header, -1);
    }

    private static @Nullable RequestException refusal(HttpServerRequest request, @Nullable String origin) {
        if (origin != null) {
            var host = request.getHeader(HttpHeaders.HOST);
            var own = host == null ? String.valueOf(request.authority()) : host;
            return AllowedOrigins.isOwn(origin, own)
                    ? null
                    : RequestException.crossSite("A page of " + PlainText.quoted(origin)
                            + " may not use this server: allow its origin by penstock.http.allowed-origins.");
        }
        return FormRequests.refusal(request);
    }
}
