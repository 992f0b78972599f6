package io.penstock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.PenstockException;
import io.penstock.PlainText;
import picocli.CommandLine.ExitCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a running server for a backup, and waits until it is over. */
final class BackupClient {

    private static final String BACKUPS = "/api/v1/backups";
    private static final String RUNNING = "RUNNING";
    private static final String COMPLETE = "COMPLETE";

    /** Longer than any answer takes: the backup itself goes on behind it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The server answers as soon as the backup is over, and no later than that. */
    private static final String WAIT = "PT10S";

    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    private final URI server;
    private final String authorization;
    private final PrintWriter err;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param authorization null for nobody */
    BackupClient(URI server, String authorization, PrintWriter err) {
        this.server = server;
        this.authorization = authorization;
        this.err = err;
    }

    /** The exit status. */
    int backUp(String to, PrintWriter out) {
        var body = json.createObjectNode().put("to", to).toString();
        var begun = ask(
                request(BACKUPS)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                ACCEPTED);
        var name = begun.path("name").asText();
        var backup = begun;
        while (backup.path("state").asText().equals(RUNNING)) {
            var path = BACKUPS + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "?wait=" + WAIT;
            backup = ask(request(path).GET(), OK);
        }
        return told(backup, out);
    }

    private int told(JsonNode backup, PrintWriter out) {
        if (!backup.path("state").asText().equals(COMPLETE)) {
            PenstockMain.problem(err, backup.path("failure").asText());
            return ExitCode.SOFTWARE;
        }
        out.println("Complete: " + PlainText.of(backup.path("place").asText()) + " on the server, files: "
                + backup.path("files").asText() + ", bytes: "
                + backup.path("bytes").asText()
                + ", as of frame " + backup.path("position").asText() + ".");
        backup.path("problems").forEach(problem -> out.println(PlainText.of(problem.asText())));
        out.flush();
        return backup.path("problems").isEmpty() ? ExitCode.OK : LogCommand.DAMAGED;
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).timeout(PATIENCE);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private JsonNode ask(HttpRequest.Builder request, int expected) {
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var content = parsed(answer.body());
            if (answer.statusCode() != expected) {
                throw new PenstockException.Unavailable("The server at " + server + " answered with status "
                        + answer.statusCode() + ": "
                        + content.path("detail").asText("nothing that explains it")
                        + (answer.statusCode() == 401 ? " Use --user and --password-stdin." : ""));
            }
            return content;
        } catch (IOException e) {
            throw new PenstockException.Unavailable(
                    "The server at " + server + " does not answer (" + e + "). If none is running there, name it by"
                            + " --server, or back its directory up by --data.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException.Unavailable("Interrupted; the backup goes on.", e);
        }
    }

    private JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }
}
