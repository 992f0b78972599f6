package io.penstock.server.http.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the description of the API as a page for people: each operation with what it takes and what it answers. */
final class HttpReference {

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private static final String HEAD = """
            # Reference of the HTTP interface

            Every operation of `/api/v1`, as the server describes it at `/q/openapi`. This page is written from that
            description, and the build fails when they differ. [HTTP](http.md) and [Consuming over HTTP](http-consuming.md) say
            what the operations are for, with commands that run as they are.

            Every refusal is a [problem](http.md#problems) (`application/problem+json`) with a status of 4xx or 5xx; those with a
            meaning of their own are listed. Values of examples stand for any.
            """;

    private final JsonNode document;
    private final ObjectWriter json;
    private final StringBuilder page = new StringBuilder();

    private HttpReference(JsonNode document) {
        this.document = document;
        var printer = new DefaultPrettyPrinter();
        var indenter = new DefaultIndenter("  ", "\n");
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        json = new ObjectMapper().writer(printer);
    }

    /** The page in Markdown. */
    static String of(JsonNode document) throws JsonProcessingException {
        return new HttpReference(document).write();
    }

    private record Operation(String path, String method, JsonNode is) {

        String title() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    private String write() throws JsonProcessingException {
        Map<String, List<Operation>> byTag = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .map(method -> new Operation(
                                path.getKey(), method, path.getValue().get(method)))
                        .forEach(operation -> byTag.computeIfAbsent(
                                        operation.is().path("tags").path(0).asText("Others"), tag -> new ArrayList<>())
                                .add(operation)));
        page.append(HEAD);
        for (var tag : byTag.entrySet()) {
            page.append("\n## ").append(tag.getKey()).append('\n');
            for (var operation : tag.getValue()) {
                write(operation);
            }
        }
        return page.toString();
    }

    private void write(Operation operation) throws JsonProcessingException {
        page.append("\n### ").append(operation.title()).append("\n\n");
        var is = operation.is();
        page.append(sentence(is.path("summary").asText())).append('\n');
        var more = is.path("description").asText();
        if (!more.isBlank()) {
            page.append('\n').append(sentence(more)).append('\n');
        }
        parameters(is.path("parameters"));
        var body = is.path("requestBody").path("content");
        if (!body.isMissingNode()) {
            page.append("\nThe body is ").append(types(body)).append('\n');
            example(body);
        }
        answers(is.path("responses"));
    }

    private void parameters(JsonNode parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        page.append("\n| parameter | in | needed | example |\n|---|---|---|---|\n");
        for (var parameter : parameters) {
            var example = parameter.path("example");
            page.append("| `")
                    .append(parameter.path("name").asText())
                    .append("` | ")
                    .append(parameter.path("in").asText())
                    .append(parameter.path("required").asBoolean() ? " | yes | " : " | no | ")
                    .append(example.isMissingNode() ? "" : "`" + cell(example.asText()) + "`")
                    .append(" |\n");
        }
    }

    private void answers(JsonNode answers) throws JsonProcessingException {
        page.append("\n| status | answer | content |\n|---|---|---|\n");
        var byStatus = new TreeMap<String, JsonNode>();
        answers.properties().forEach(answer -> byStatus.put(answer.getKey(), answer.getValue()));
        byStatus.keySet().removeIf(status -> status.endsWith("XX"));
        byStatus.forEach((status, answer) -> page.append("| ")
                .append(status)
                .append(" | ")
                .append(cell(answer.path("description").asText()))
                .append(" | ")
                .append(types(answer.path("content")).replaceAll("[:.]$", ""))
                .append(" |\n"));
        var success = byStatus.keySet().stream()
                .filter(status -> status.startsWith("2"))
                .findFirst();
        if (success.isPresent()) {
            example(byStatus.get(success.get()).path("content"));
        }
    }

    private static String types(JsonNode content) {
        var names = new ArrayList<String>();
        content.fieldNames().forEachRemaining(name -> names.add("`" + name + "`"));
        boolean hasExample = content.properties().stream()
                .anyMatch(type -> exampleOf(type.getValue()).isContainerNode());
        return String.join(" or ", names) + (hasExample ? ":" : ".");
    }

    /** The first example that is JSON. */
    private void example(JsonNode content) throws JsonProcessingException {
        for (var type : content) {
            var example = exampleOf(type);
            if (example.isContainerNode()) {
                page.append("\n```json\n")
                        .append(json.writeValueAsString(example))
                        .append("\n```\n");
                return;
            }
        }
    }

    private static JsonNode exampleOf(JsonNode type) {
        var named = type.path("examples").iterator();
        return named.hasNext() ? named.next().path("value") : type.path("example");
    }

    private static String sentence(String text) {
        var trimmed = text.strip().replaceAll("\\s+", " ");
        return trimmed.endsWith(".") ? trimmed : trimmed + ".";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }
}
