package io.penstock.server.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.PlainText;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import java.util.Collection;
import java.util.List;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import jakarta.ws.rs.core.UriInfo;

/** Answers requests that the router finds no resource for: no such path, method or media type. */
final class HttpProblems {

    private final Endpoints endpoints;
    private final ProblemMapper problems;

    HttpProblems(Endpoints endpoints, ProblemMapper problems) {
        this.endpoints = endpoints;
        this.problems = problems;
    }

    /** RFC 9110, section 9.3.7. The router would name the methods of all paths of a class. */
    @ServerRequestFilter(preMatching = true)
    Response options(HttpServerRequest request, UriInfo uri) {
        if (!request.method().name().equals(HttpMethod.OPTIONS)) {
            return null;
        }
        var methods = endpoints.methods(uri);
        if (methods.isEmpty()) {
            throw new NotFoundException();
        }
        return Response.ok()
                .header(HttpHeaders.ALLOW, String.join(", ", methods))
                .build();
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure, UriInfo uri, ContainerRequestContext request) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return problems.request(RequestException.malformedJson(json), uri);
        }
        var status = failure.getResponse().getStatusInfo();
        if (status.getStatusCode() >= 500) {
            return problems.unexpected(failure, uri);
        }
        if (failure instanceof NotFoundException || failure instanceof NotAllowedException) {
            // Of several classes with a path the router asks the last one, which often has no such path at all.
            var methods = endpoints.methods(uri);
            if (!methods.isEmpty() && !methods.contains(request.getMethod())) {
                return notAllowed(request.getMethod(), methods, uri);
            }
        }
        return answer(
                Response.fromResponse(failure.getResponse()),
                status,
                detail(status.getStatusCode(), uri, request),
                uri);
    }

    /** RFC 9110, section 15.5.6: whoever is refused a method is told those that there are. */
    private static Response notAllowed(String method, Collection<String> methods, UriInfo uri) {
        var all = String.join(", ", methods);
        return answer(
                Response.status(Status.METHOD_NOT_ALLOWED).header(HttpHeaders.ALLOW, all),
                Status.METHOD_NOT_ALLOWED,
                "This path does not have the method " + PlainText.of(method) + ": it has " + all + ". See /q/openapi.",
                uri);
    }

    /** @param response with the headers that belong to the status */
    private static Response answer(ResponseBuilder response, StatusType status, String detail, UriInfo uri) {
        var problem =
                Problem.ofStatus(status.getStatusCode(), status.getReasonPhrase(), detail, ProblemMapper.instance(uri));
        return response.type(Problem.MEDIA_TYPE).entity(problem).build();
    }

    private String detail(int status, UriInfo uri, ContainerRequestContext request) {
        return switch (status) {
            case 404 -> ProblemMapper.nothingAt(uri.getPath());
            case 405 -> "This method is not allowed here: see /q/openapi.";
            case 406 ->
                acceptable(endpoints.answered(
                        uri, request.getMethod(), request.getHeaderString(HttpHeaders.CONTENT_TYPE)));
            case 415 -> "The Content-Type is malformed, or none that this path takes: see /q/openapi.";
            default -> "The request cannot be served: see /q/openapi for what this path takes.";
        };
    }

    private static String acceptable(List<String> types) {
        return types.isEmpty()
                ? "This answers with none of the types in the Accept header: see /q/openapi."
                : "This can only answer with " + String.join(" or ", types) + ": ask for that in the Accept header.";
    }
}
