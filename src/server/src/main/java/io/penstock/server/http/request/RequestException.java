package io.penstock.server.http.request;

import java.time.Duration;

/** Signals that a request is refused before the broker sees it. */
public final class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    private RequestException(ProblemType type, String message) {
        super(message);
        this.type = type;
    }

    public static RequestException malformed(String message) {
        return new RequestException(ProblemType.MALFORMED_REQUEST, message);
    }

    public static RequestException invalidMessage(String message) {
        return new RequestException(ProblemType.INVALID_MESSAGE, message);
    }

    public static RequestException unknownOperation(String id) {
        return new RequestException(
                ProblemType.UNKNOWN_OPERATION,
                "There is no operation " + id + ", or it is no longer kept. See /api/v1/operations.");
    }

    static RequestException bodyTooLarge(long limitBytes) {
        return new RequestException(
                ProblemType.BODY_TOO_LARGE,
                "The request body exceeds " + limitBytes + " bytes. Send a reference to the data instead, or raise "
                        + "penstock.http.max-body-size.");
    }

    static RequestException bodyTooSlow(Duration limit) {
        return new RequestException(
                ProblemType.BODY_TOO_SLOW,
                "The request body has not arrived within " + limit + ". Send it faster, or raise"
                        + " penstock.http.max-body-time.");
    }

    static RequestException tooManyBodies(int limit) {
        return new RequestException(
                ProblemType.OVERLOADED,
                limit + " request bodies are arriving at the moment (penstock.http.max-bodies). Nothing was written:"
                        + " try again.");
    }

    static RequestException bodiesTooLarge(long limitBytes) {
        return new RequestException(
                ProblemType.OVERLOADED,
                "The bodies of all requests under way would exceed " + limitBytes
                        + " bytes (penstock.http.max-bodies-size). Nothing was written: try again.");
    }

    static RequestException unknownCoding(String coding) {
        return new RequestException(
                ProblemType.UNKNOWN_CODING,
                "'Content-Encoding' is '" + coding + "': only gzip is understood, once. Send the body as it is, or set"
                        + " a header Penstock-Header-Content-Encoding for whoever consumes it.");
    }

    static RequestException stopping() {
        return new RequestException(
                ProblemType.STOPPING,
                "The server is being stopped. Nothing was written: try again, elsewhere or later.");
    }

    ProblemType type() {
        return type;
    }
}
