package io.penstock.server.sample;

/**
 * Signals that a sample cannot go on, for a reason that its user can mend. The message is one line that says what to
 * do.
 */
public final class SampleProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SampleProblem(String message) {
        super(message);
    }

    public SampleProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
