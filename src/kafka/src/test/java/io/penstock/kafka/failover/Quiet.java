package io.penstock.kafka.failover;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps out of the log what owners say that step down, as they do on purpose all the time. */
final class Quiet implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.penstock");
    private final Level before = logger.getLevel();

    Quiet() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
