package io.penstock.server.http.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Sends one request after the other. */
final class Http {

    static final String JSON = "application/json";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;

    Http(URI server) {
        this.server = server;
    }

    /** @param authorization null for nobody */
    HttpResponse<String> send(String method, String path, String authorization, String type, String body)
            throws IOException, InterruptedException {
        return send(method, path, authorization, type, body, Map.of());
    }

    /** @param headers others than those of the login and of the type */
    HttpResponse<String> send(
            String method, String path, String authorization, String type, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        return send("GET", path, authorization, null, null);
    }
}
