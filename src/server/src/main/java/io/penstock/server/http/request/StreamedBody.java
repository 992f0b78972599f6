package io.penstock.server.http.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Knows the requests whose body is not read before they are answered, since it may be longer than what fits into
 * memory: batches of messages, one a line. Who answers them reads the request, which is paused.
 */
public final class StreamedBody {

    /** The media type of a document of JSON in each line. */
    public static final String NDJSON = "application/x-ndjson";

    private static final String BATCH = "/messages:batch";

    private StreamedBody() {}

    static boolean isWanted(HttpServerRequest request) {
        return request.method() == HttpMethod.POST
                && isBatch(request.path())
                && isLines(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    /** Slashes at the end of a path mean nothing to whoever finds the resource. */
    private static boolean isBatch(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.startsWith(BATCH, end - BATCH.length());
    }

    static boolean isLines(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(NDJSON);
    }
}
