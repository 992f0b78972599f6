package io.penstock.remote.wire;

/** A malformed frame is none that a peer of this format writes: whoever gets it ends the connection. */
public final class MalformedFrame extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedFrame(String problem) {
        super(problem);
    }

    MalformedFrame(String problem, Throwable cause) {
        super(problem, cause);
    }
}
