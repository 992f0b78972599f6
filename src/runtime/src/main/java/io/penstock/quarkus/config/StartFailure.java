package io.penstock.quarkus.config;

import io.penstock.PenstockException;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

/** Turns what keeps Penstock from starting into what Quarkus prints as one line, without a stack trace. */
public final class StartFailure {

    private static final Logger LOG = Logger.getLogger(StartFailure.class);

    private StartFailure() {}

    /** Quarkus prints the innermost cause alone, so this one has none; the original is logged for whoever debugs. */
    public static ConfigurationException of(PenstockException failure) {
        LOG.debug("Penstock cannot start", failure);
        return new ConfigurationException("Penstock cannot start: " + failure.getMessage());
    }
}
