package io.penstock.server.http.request;

/** The request is refused before the broker sees it. */
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

    ProblemType type() {
        return type;
    }
}
