package io.penstock.server.cli;

import io.penstock.server.sample.SampleApplication;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs Quarkus. A failure that keeps it from starting becomes one line on standard error. */
final class QuarkusServer implements Server {

    /** The parent of all loggers. Had here, so that a native image is built with it. */
    private static final Logger ROOT = Logger.getLogger("");

    @Override
    public int serve(Map<String, String> properties) {
        return run(null, properties, new String[0]);
    }

    @Override
    public int run(String sample, Map<String, String> properties) {
        return run(SampleApplication.class, properties, sample);
    }

    private static int run(
            Class<? extends QuarkusApplication> application, Map<String, String> properties, String... arguments) {
        properties.forEach(System::setProperty);
        // Until the configuration of the log is known, libraries tell of themselves on standard error. Quarkus sets the
        // level that was asked for before it logs anything of its own.
        ROOT.setLevel(Level.WARNING);
        var status = new AtomicInteger();
        Quarkus.run(
                application,
                (code, failure) -> {
                    if (failure != null) {
                        System.err.println("penstock: " + ServerStartFailure.describe(failure));
                    }
                    status.set(code);
                },
                arguments);
        return status.get();
    }
}
