package io.penstock.bench.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** The requests of the benchmarks, with bodies of one size. */
final class MeasuredRequests {

    static final int BYTES = 1_024;

    private static final String TEXT = "x".repeat(BYTES);

    private MeasuredRequests() {}

    /** For the endpoint that drops what it reads. */
    static ByteBuffer dropped() {
        return HttpRequest.of("POST", "bench/drop", HttpRequest.BYTES, body());
    }

    static ByteBuffer single(String destination) {
        return HttpRequest.of("POST", "destinations/" + destination + "/messages", HttpRequest.BYTES, body());
    }

    static ByteBuffer batch(String destination, int messages) {
        var items = Collections.nCopies(messages, "{\"body\":\"" + TEXT + "\"}");
        return HttpRequest.of(
                "POST", "destinations/" + destination + "/messages:batch", "[" + String.join(",", items) + "]");
    }

    private static byte[] body() {
        return TEXT.getBytes(StandardCharsets.US_ASCII);
    }
}
