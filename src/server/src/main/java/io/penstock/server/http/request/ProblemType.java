package io.penstock.server.http.request;

import java.util.Arrays;
import java.util.Locale;

/**
 * Names the kinds of problems that are Penstock's own. Those that HTTP itself names have the type {@code about:blank}.
 */
public enum ProblemType {
    MALFORMED_REQUEST(400, "Malformed request"),
    INVALID_CONFIGURATION(400, "Invalid configuration"),
    INVALID_FILTER(400, "Invalid filter"),
    INVALID_MESSAGE(400, "Invalid message"),
    UNAUTHENTICATED(401, "Unauthenticated"),
    FORBIDDEN(403, "Forbidden"),
    FOREIGN_HOST(403, "Foreign host"),
    CROSS_SITE(403, "Cross-site request"),
    UNKNOWN_DESTINATION(404, "Unknown destination"),
    UNKNOWN_SUBSCRIPTION(404, "Unknown subscription"),
    UNKNOWN_MESSAGE(404, "Unknown message"),
    UNKNOWN_BINDING(404, "Unknown binding"),
    UNKNOWN_RULE(404, "Unknown rule"),
    UNKNOWN_SCHEDULE(404, "Unknown schedule"),
    UNKNOWN_ALERT(404, "Unknown alert"),
    UNKNOWN_OPERATION(404, "Unknown operation"),
    UNKNOWN_BACKUP(404, "Unknown backup"),
    UNKNOWN_SESSION(404, "Unknown session"),
    UNKNOWN_TRANSACTION(404, "Unknown transaction"),
    UNKNOWN_LETTER(404, "Unknown dead letter"),
    CONFLICT(409, "Conflict"),
    LEASE_LOST(409, "Lease lost"),
    FENCED(409, "Producer fenced"),
    OUT_OF_SEQUENCE(409, "Out of sequence"),
    TRANSACTION_TIMED_OUT(409, "Transaction timed out"),
    TOKEN_GONE(410, "Token gone"),
    PRECONDITION_FAILED(412, "Precondition failed"),
    BODY_TOO_SLOW(408, "Body too slow"),
    MESSAGE_TOO_LARGE(413, "Message too large"),
    UNROUTABLE(422, "Unroutable message"),
    BODY_TOO_LARGE(413, "Body too large"),
    UNKNOWN_CODING(415, "Unknown content coding"),
    TOO_MANY_LOGINS(429, "Too many logins"),
    LIMIT_REACHED(429, "Limit reached"),
    INTERNAL_ERROR(500, "Internal error"),
    UNSUPPORTED(501, "Not supported by this broker"),
    OVERLOADED(503, "Overloaded"),
    LOGIN_UNAVAILABLE(503, "Login unavailable"),
    PARTITION_OFFLINE(503, "Partition offline"),
    STOPPING(503, "Server stopping"),
    UNAVAILABLE(503, "Broker unavailable"),
    DATABASE_MISSING(503, "Database missing"),
    DATABASE_UNAVAILABLE(503, "Database unavailable"),
    DATA_DIRECTORY(503, "Data directory unusable"),
    STORAGE_FULL(507, "Storage full");

    private static final String URN = "urn:problem-type:penstock:";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Whether it is worth while to try again soon. */
    boolean isTemporary() {
        return switch (this) {
            case OVERLOADED, LIMIT_REACHED, STOPPING, LOGIN_UNAVAILABLE, DATABASE_UNAVAILABLE -> true;
            default -> false;
        };
    }

    static boolean isTemporary(String uri) {
        return Arrays.stream(values())
                .anyMatch(type -> type.isTemporary() && type.uri().equals(uri));
    }

    /** The identifier that clients compare. */
    public String uri() {
        return URN + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
