package io.penstock.bench.quarkus;

import io.penstock.bench.measure.Plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The broker of an application that is measured. */
public interface ApplicationBroker {

    /** The application that was built for it. */
    MeasuredApplication application();

    /** Whether the broker is part of the application's process. */
    boolean isInProcess();

    /**
     * The configuration of an application that is about to start; the broker runs by then.
     *
     * @param directory an empty one, for this application
     */
    List<String> properties(Plan plan, Path directory, String durability) throws IOException;

    /** Stops what runs apart from applications. */
    void end() throws IOException;
}
