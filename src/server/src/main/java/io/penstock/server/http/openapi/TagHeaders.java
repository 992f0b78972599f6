package io.penstock.server.http.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import java.util.List;
import java.util.Set;

/** Describes the entity tags of what can be configured: the headers that ask for them, and the answers with them. */
final class TagHeaders {

    private static final String DESTINATION = "/api/v1/destinations/{destination}";

    private static final String SUBSCRIPTION = DESTINATION + "/subscriptions/{subscription}";

    /** The paths of what can be configured. */
    private static final Set<String> PATHS = Set.of(
            DESTINATION,
            SUBSCRIPTION,
            "/api/v1/destinations/{exchange}/bindings/{id}",
            "/api/v1/rules/{rule}",
            "/api/v1/alerts/{alert}",
            "/api/v1/schedules/{schedule}");

    /** What is done to one of them by a path below its own, and answered without its tag. */
    private static final Set<String> ACTIONS = Set.of(
            "POST " + DESTINATION + "/purge",
            "POST " + SUBSCRIPTION + "/purge",
            "POST " + SUBSCRIPTION + "/seek",
            "POST " + SUBSCRIPTION + "/pause",
            "POST " + SUBSCRIPTION + "/resume",
            "POST /api/v1/schedules/{schedule}/fire");

    /** What is answered with the tag of one whose path it is not. */
    private static final Set<String> TAGGED = Set.of(
            "POST /api/v1/destinations/{exchange}/bindings",
            "POST /api/v1/schedules/{schedule}/pause",
            "POST /api/v1/schedules/{schedule}/resume");

    private static final String TAG = "\"5e884898da28047151d0e56f8dc62927\"";

    private TagHeaders() {}

    static void describe(String endpoint, Operation operation, APIResponse refusal) {
        int space = endpoint.indexOf(' ');
        boolean isAction = ACTIONS.contains(endpoint);
        if (!isAction && !TAGGED.contains(endpoint) && !PATHS.contains(endpoint.substring(space + 1))) {
            return;
        }
        var responses = operation.getResponses();
        operation.addParameter(condition("If-Match", "do it only if the ETag is one of these; * for any"));
        operation.addParameter(condition("If-None-Match", "do it only if the ETag is none of these; * for any"));
        responses.addAPIResponse("412", refusal);
        if (isAction || endpoint.startsWith("DELETE")) {
            return;
        }
        for (var status : List.of("200", "201")) {
            var answer = responses.getAPIResponse(status);
            if (answer != null) {
                answer.addHeader("ETag", tag());
            }
        }
        if (endpoint.startsWith("GET")) {
            responses.addAPIResponse(
                    "304",
                    OASFactory.createAPIResponse()
                            .description("It is configured as in the answer that had this ETag.")
                            .addHeader("ETag", tag()));
        }
    }

    private static Parameter condition(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .description(description)
                .schema(text())
                .example(TAG);
    }

    private static Header tag() {
        return OASFactory.createHeader()
                .description("is that of the configuration, and stays while nobody changes it")
                .schema(text())
                .example(TAG);
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }
}
