package io.penstock.server.http.consume;

/** Is what a client over HTTP says has failed there. It has no stack trace, since that would be the server's. */
final class ReportedFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReportedFailure(String description) {
        super(description, null, false, false);
    }
}
