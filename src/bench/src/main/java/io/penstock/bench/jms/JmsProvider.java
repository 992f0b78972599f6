package io.penstock.bench.jms;

import java.io.IOException;
import java.nio.file.Path;
import jakarta.jms.ConnectionFactory;

/** A Jakarta Messaging provider that runs in this process. */
public interface JmsProvider extends AutoCloseable {

    /** Starts one. */
    @FunctionalInterface
    interface Source {

        /** @param directory an empty one, for its data */
        JmsProvider open(Path directory, boolean forced) throws IOException;
    }

    ConnectionFactory connectionFactory();

    @Override
    void close() throws IOException;
}
