package io.penstock.server.http;

import io.restassured.specification.RequestSpecification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static io.restassured.RestAssured.given;

/** What the server says about itself at {@code /q/openapi}. */
public final class ApiDocument {

    private ApiDocument() {}

    /**
     * An endpoint.
     *
     * @param query the names of its query parameters
     * @param hasBody whether it takes one
     */
    public record Endpoint(String method, String path, List<String> query, boolean hasBody) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public static List<Endpoint> endpoints() {
        return endpoints(given());
    }

    /** @param request a request as somebody makes it who may read the document */
    public static List<Endpoint> endpoints(RequestSpecification request) {
        Map<String, Map<String, Object>> paths = request.queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        var all = new ArrayList<Endpoint>();
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (operation instanceof Map<?, ?> described && described.containsKey("responses")) {
                all.add(new Endpoint(
                        method.toUpperCase(Locale.ROOT), path, query(described), described.containsKey("requestBody")));
            }
        }));
        return all;
    }

    private static List<String> query(Map<?, ?> operation) {
        var parameters = (List<?>) operation.get("parameters");
        return parameters == null
                ? List.of()
                : parameters.stream()
                        .map(parameter -> (Map<?, ?>) parameter)
                        .filter(parameter -> "query".equals(parameter.get("in")))
                        .map(parameter -> (String) parameter.get("name"))
                        .toList();
    }
}
