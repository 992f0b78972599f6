package io.penstock.bench.journal;

import io.penstock.bench.measure.Meter;

import java.io.IOException;

/** A log under load. It tells a {@link Meter} what is done. */
public interface Target extends AutoCloseable {

    /** What one thread sends with; not safe for use by two. */
    Sender sender();

    /** Completes what was sent. To be called when no thread sends any more. */
    @Override
    void close() throws IOException;

    /** Sends one record, and waits for it if the load is blocking. */
    interface Sender {

        /** @param startNanos when sending began, to be timed until it is complete; 0 to leave it untimed */
        void send(long startNanos);
    }

    /** Opens a log. */
    interface Factory {
        Target open(java.nio.file.Path directory, Load load, Meter meter) throws IOException;
    }
}
