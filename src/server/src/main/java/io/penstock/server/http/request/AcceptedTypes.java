package io.penstock.server.http.request;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * Refuses requests that take none of the media types that they can be answered with, before anything is done. Where the
 * type of the body chooses the resource, the router by itself finds out when it writes the answer.
 */
final class AcceptedTypes {

    /** The media types that each method of a resource answers with; none if it does not say. */
    private final Map<Method, List<MediaType>> answered = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo resource, ContainerRequestContext request) {
        var accept = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || accept.equals(MediaType.WILDCARD)) {
            return;
        }
        var types = answered.computeIfAbsent(resource.getResourceMethod(), AcceptedTypes::of);
        var accepted = request.getAcceptableMediaTypes();
        if (!types.isEmpty()
                && accepted.stream().noneMatch(each -> types.stream().anyMatch(each::isCompatible))) {
            throw new NotAcceptableException();
        }
    }

    private static List<MediaType> of(Method method) {
        var ofMethod = method.getAnnotation(Produces.class);
        var types = ofMethod == null ? method.getDeclaringClass().getAnnotation(Produces.class) : ofMethod;
        return types == null
                ? List.of()
                : Arrays.stream(types.value()).map(MediaType::valueOf).toList();
    }
}
