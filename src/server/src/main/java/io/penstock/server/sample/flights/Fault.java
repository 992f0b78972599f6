package io.penstock.server.sample.flights;

import io.penstock.Message;

/** How the handling of a late flight is made to fail. Travels as a header, and so survives what the server does not. */
enum Fault {

    /** No fault. */
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
