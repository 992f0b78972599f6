package io.penstock.bench.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a benchmark asks the server besides what is measured. Each call has a connection of its own: between two of them
 * is more time than the server lets a connection be idle.
 *
 * @param port of the server on this machine
 */
record ServerCalls(int port) {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    /** As many as in the other benchmarks. */
    private static final int PARTITIONS = 16;

    private static final byte[] MESSAGES = "\"messages\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SENT = "\"sent\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEPTH = "\"depth\":".getBytes(StandardCharsets.US_ASCII);

    boolean isReady() throws IOException {
        return call("GET", "destinations?limit=1", "").status() == OK;
    }

    /** @param kind of the destination, as the API writes it */
    void declare(String name, String kind) throws IOException {
        var body = "{\"kind\":\"" + kind + "\",\"partitions\":" + PARTITIONS + "}";
        require(CREATED, call("PUT", "destinations/" + name, body));
    }

    /** The messages that a destination has taken since the server started. Those that were settled are not kept. */
    long sent(String name) throws IOException {
        return number(name, SENT);
    }

    /** The messages that a destination holds on its disk. */
    long messages(String name) throws IOException {
        return number(name, MESSAGES);
    }

    /** The messages that wait in a queue. */
    long depth(String name) throws IOException {
        return number(name, DEPTH);
    }

    private long number(String name, byte[] field) throws IOException {
        var answer = require(OK, call("GET", "destinations/" + name, ""));
        return answer.number(answer.endOf(field, 0));
    }

    /** Deletes a destination, also one that a poll has just been asked for; the server may go on with that. */
    void delete(String name) throws IOException {
        var answer = call("DELETE", "destinations/" + name + "?force=true", "");
        if (answer.status() != ACCEPTED) {
            require(OK, answer);
        }
    }

    private static HttpAnswer require(int status, HttpAnswer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("The measurement failed: the server answered " + answer.summary());
        }
        return answer;
    }

    private HttpAnswer call(String method, String path, String json) throws IOException {
        try (var connection = HttpConnection.open(port)) {
            return connection.call(HttpRequest.of(method, path, json));
        }
    }
}
