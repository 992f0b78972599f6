package io.penstock.server.cli;

import io.penstock.server.sample.SampleApplication;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs Quarkus. A failure that keeps it from starting becomes one line on standard error. */
final class QuarkusServer implements Server {

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
