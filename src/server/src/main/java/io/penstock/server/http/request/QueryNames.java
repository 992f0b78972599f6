package io.penstock.server.http.request;

import io.penstock.PlainText;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;

/**
 * Refuses query parameters that an endpoint does not know, those that are set twice, and those without a value: a
 * {@code limit} that is misspelt or empty would otherwise be taken for none.
 */
final class QueryNames {

    /** Parameters whose empty value says something: keys may be empty, and a list begins behind an empty name. */
    private static final Set<String> POSSIBLY_EMPTY = Set.of("key", "key-base64", "routing-key", "after");

    /** The names that each method of a resource knows. There are as many as there are endpoints. */
    private final Map<Method, SortedSet<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo resource, UriInfo uri, HttpServerRequest request) {
        if (request.query() == null || request.query().isEmpty()) {
            return;
        }
        var names = known.computeIfAbsent(resource.getResourceMethod(), QueryNames::of);
        uri.getQueryParameters().forEach((name, values) -> {
            if (!names.contains(name)) {
                throw RequestException.malformed(unknown(name, names));
            }
            if (values.size() > 1) {
                throw RequestException.malformed("'" + name + "' is set more than once: set it once.");
            }
            if (values.get(0).isEmpty() && !POSSIBLY_EMPTY.contains(name)) {
                throw RequestException.malformed("'" + name + "' has no value: give it one, or leave it out.");
            }
        });
    }

    private static String unknown(String name, SortedSet<String> names) {
        return "The query parameter " + PlainText.quoted(name) + " means nothing here"
                + (names.isEmpty() ? ": this path takes none with this method." : RequestException.known(name, names));
    }

    private static SortedSet<String> of(Method method) {
        var taken = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .flatMap(Stream::ofNullable)
                .map(QueryParam::value);
        var described = Arrays.stream(method.getAnnotationsByType(Parameter.class))
                .filter(parameter -> parameter.in() == ParameterIn.QUERY)
                .map(Parameter::name);
        return new TreeSet<>(Stream.concat(taken, described).toList());
    }
}
