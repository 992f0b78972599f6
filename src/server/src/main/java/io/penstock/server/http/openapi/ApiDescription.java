package io.penstock.server.http.openapi;

import io.penstock.server.http.request.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import java.util.List;

/** Adds to each operation what all have: the problems that it may be answered with, and examples. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {

    private static final String PROBLEM = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        components.addSchema(PROBLEM, problem());
        api.setComponents(components);
        var examples = new AnswerExamples(components);
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    complete(method + " " + path, operation);
                    examples.addTo(operation.getResponses(), next(operation));
                }));
    }

    /** What a page of this list says of where the next one begins; null if it has no pages. */
    private static Object next(Operation operation) {
        return operation.getParameters() == null
                ? null
                : operation.getParameters().stream()
                        .filter(parameter -> parameter.getName().equals("after"))
                        .map(Parameter::getExample)
                        .findFirst()
                        .orElse(null);
    }

    private static void complete(String endpoint, Operation operation) {
        correctNothing(operation);
        addSuccess(SuccessStatuses.of(endpoint), operation);
        operation
                .getResponses()
                .addAPIResponse("4XX", refusal("The request is refused, and nothing was done."))
                .addAPIResponse("5XX", refusal("The server cannot do it now, or has failed."));
        TagHeaders.describe(endpoint, operation, refusal("The object is in another state than the request is of."));
        var parameters = operation.getParameters();
        if (parameters != null) {
            parameters.forEach(parameter -> giveExample(endpoint, parameter));
        }
        var body = operation.getRequestBody();
        if (body != null && body.getContent() != null && BodyExamples.of(endpoint, "") != null) {
            body.getContent()
                    .getMediaTypes()
                    .forEach((type, content) -> content.setExample(BodyExamples.of(endpoint, type)));
        }
    }

    /** A POST that answers nothing has the status 204, where 201 is taken for granted. */
    private static void correctNothing(Operation operation) {
        var responses = operation.getResponses();
        var assumed = responses.getAPIResponse("201");
        if (assumed != null && assumed.getContent() == null) {
            responses.removeAPIResponse("201");
            responses.addAPIResponse("204", OASFactory.createAPIResponse().description("It is done."));
        }
    }

    /** Adds a status that is answered with the same as the others, if with anything. */
    private static void addSuccess(String status, Operation operation) {
        var responses = operation.getResponses();
        if (status == null || responses.getAPIResponse(status) != null) {
            return;
        }
        var further = OASFactory.createAPIResponse().description(SuccessStatuses.meaning(status));
        var usual = responses.getAPIResponse("200");
        if (usual != null && !status.equals("204")) {
            further.content(usual.getContent());
        }
        responses.addAPIResponse(status, further);
    }

    private static void giveExample(String endpoint, Parameter parameter) {
        if (parameter.getExample() == null && parameter.getExamples() == null) {
            parameter.setExample(ParameterExamples.of(endpoint, parameter.getName()));
        }
    }

    private static APIResponse refusal(String description) {
        var type = OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))
                .example(BodyExamples.fields(
                        "type", "urn:problem-type:penstock:unknown-destination",
                        "title", "Unknown destination",
                        "status", 404,
                        "detail", "There is no destination 'orders'. Declare it first.",
                        "instance", "/api/v1/destinations/orders"));
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, type));
    }

    /** RFC 9457, section 3. */
    private static Schema problem() {
        var text = List.of(Schema.SchemaType.STRING);
        return OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.OBJECT))
                .addProperty("type", OASFactory.createSchema().type(text))
                .addProperty("title", OASFactory.createSchema().type(text))
                .addProperty("status", OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER)))
                .addProperty("detail", OASFactory.createSchema().type(text))
                .addProperty("instance", OASFactory.createSchema().type(text));
    }
}
