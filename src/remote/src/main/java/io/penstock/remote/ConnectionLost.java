package io.penstock.remote;

/** The connection was lost before a call was answered that is of no use on another one. */
final class ConnectionLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionLost() {
        super("The connection to the server was lost.", null, false, false);
    }
}
