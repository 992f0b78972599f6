package io.penstock.bench.application.load;

import java.util.List;

/** The broker by its own API, without a framework around it. */
public interface Transport {

    /** Makes what a way goes through, and lets the methods begin that handle what comes. */
    void open(Way way);

    /** Sends without waiting. */
    void send(Way way, byte[] body, Flow flow);

    /** Sends a batch without waiting. */
    void send(Way way, List<byte[]> bodies, Flow flow);

    /** Begins to take messages, which count when their acceptance is durable; without acceptances they count at once. */
    AutoCloseable take(Way way, Flow flow);
}
