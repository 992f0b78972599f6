package io.penstock.bench.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes requests to the server of a benchmark. */
final class HttpRequest {

    static final String JSON = "application/json";
    static final String BYTES = "application/octet-stream";

    private static final String ROOT = "/api/v1/";

    private HttpRequest() {}

    /** A request, from which its position and limit say what is sent. Paths are below the root of the API. */
    static ByteBuffer of(String method, String path, String type, byte[] body) {
        var head = head(method, path, type, body.length);
        return ByteBuffer.allocateDirect(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    static ByteBuffer of(String method, String path, String json) {
        return of(method, path, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** What comes before a body of that length. */
    static byte[] head(String method, String path, String type, int length) {
        return (method + " " + ROOT + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
