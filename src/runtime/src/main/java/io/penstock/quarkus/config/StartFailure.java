package io.penstock.quarkus.config;

import io.penstock.PenstockException;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

/**
 * Turns a failure that keeps Penstock from starting into one that Quarkus prints as one line, without a stack trace.
 */
public final class StartFailure {

    private static final Logger LOG = Logger.getLogger(StartFailure.class);

    private StartFailure() {}

    /**
     * Makes the failure without a cause, because Quarkus prints the innermost cause alone. The original is logged for
     * whoever debugs.
     */
    public static ConfigurationException of(PenstockException failure) {
        LOG.debug("Penstock cannot start", failure);
        return new ConfigurationException("Penstock cannot start: " + failure.getMessage());
    }
}
