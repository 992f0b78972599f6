package io.penstock.server.http.request;

import io.penstock.quarkus.JsonDocument;

/**
 * Describes a failed request as RFC 9457 does.
 *
 * @param type a URI that names the kind; {@code about:blank} if the status says it all
 * @param detail what is wrong here, and what to do
 * @param instance the path that was asked for
 */
@JsonDocument
public record Problem(String type, String title, int status, String detail, String instance) {

    /** RFC 9457, section 3. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemType type, String detail, String instance) {
        return new Problem(type.uri(), type.title(), type.status(), detail, instance);
    }

    /** A problem that its HTTP status names (RFC 9457, section 4.2.1). */
    static Problem ofStatus(int status, String title, String detail, String instance) {
        return new Problem("about:blank", title, status, detail, instance);
    }
}
