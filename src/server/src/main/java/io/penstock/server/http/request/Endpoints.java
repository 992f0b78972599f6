package io.penstock.server.http.request;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/**
 * Knows which methods each path has, and the media types that each of them answers with: as the router knows them,
 * which by itself looks at one class of resources only, and tells neither.
 */
@Singleton
final class Endpoints {

    /** The resources of one class. */
    private record Resources(RequestMapper<InitialMatch> path, Map<String, RequestMapper<RuntimeResource>> methods) {}

    /** The resources of all classes; null before they are asked for, since the router has to be complete. */
    private volatile List<Resources> all;

    /** The methods of a path that may be asked for, in their order; none if there is nothing at the path. */
    SortedSet<String> methods(UriInfo uri) {
        var methods = new TreeSet<>(at(uri).keySet());
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    /**
     * The media types that a request may be answered with; none if its path does not have the method.
     *
     * @param contentType of the request; null if it has none
     */
    List<String> answered(UriInfo uri, String method, @Nullable String contentType) {
        var resource = at(uri).get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
        if (resource == null) {
            return List.of();
        }
        if (resource.getProduces() == null) {
            // Of several resources the one is chosen that takes the body, and lines are answered with lines.
            return List.of(StreamedBody.isLines(contentType) ? StreamedBody.NDJSON : MediaType.APPLICATION_JSON);
        }
        return Arrays.stream(resource.getProduces().getSortedOriginalMediaTypes())
                .map(type -> type.getType() + "/" + type.getSubtype())
                .sorted()
                .toList();
    }

    /** The resources at a path, by method. */
    private Map<String, RuntimeResource> at(UriInfo uri) {
        var path = uri.getRequestUri().getRawPath();
        var found = new TreeMap<String, RuntimeResource>();
        for (var resources : all()) {
            var match = resources.path().map(path);
            if (match != null) {
                var rest = match.remaining.isEmpty() ? "/" : match.remaining;
                resources.methods().forEach((method, mapper) -> {
                    var resource = method == null ? null : mapper.map(rest);
                    if (resource != null) {
                        found.putIfAbsent(method, resource.value);
                    }
                });
            }
        }
        return found;
    }

    private List<Resources> all() {
        if (all == null) {
            all = read();
        }
        return all;
    }

    private static List<Resources> read() {
        var read = new ArrayList<Resources>();
        for (var path : ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers()) {
            for (var handler : path.value.handlers) {
                if (handler instanceof ClassRoutingHandler classRouting) {
                    var alone = new ArrayList<RequestPath<InitialMatch>>(List.of(path));
                    read.add(new Resources(new RequestMapper<>(alone), classRouting.getMappers()));
                }
            }
        }
        return List.copyOf(read);
    }
}
