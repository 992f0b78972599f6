package io.penstock.server.sample.flights;

import io.penstock.Message;

/**
 * Says how the handling of a late flight is made to fail. It is a header of the message, and so survives the end of the
 * server.
 */
enum Fault {

    /** The handling does not fail. */
    NONE,

    /** A fault in the first run. */
    ONCE,

    /** A fault in each run. */
    ALWAYS;

    private static final String HEADER = "simulated-fault";

    static Fault of(Message message) {
        String name = message.headers().get(HEADER);
        return name == null ? NONE : valueOf(name);
    }

    Message.Builder mark(Message.Builder message) {
        return this == NONE ? message : message.header(HEADER, name());
    }

    /** @param attempt 1 for the first run */
    boolean strikes(int attempt) {
        return this == ALWAYS || this == ONCE && attempt == 1;
    }
}
