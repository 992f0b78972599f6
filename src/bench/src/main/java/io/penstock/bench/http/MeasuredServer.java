package io.penstock.bench.http;

import io.penstock.bench.measure.Plan;

import java.io.IOException;
import java.nio.file.Path;

/** The server that the scenarios of one durability share, so that it is as warm as it becomes. */
public final class MeasuredServer {

    /** Names the jar of the server with the endpoint to compare with. */
    private static final String JAR_PROPERTY = "io.penstock.bench.server";

    private static final String BUILT = "src/bench/http/target/quarkus-app/quarkus-run.jar";

    private final String durability;
    private ServerProcess process;

    public MeasuredServer(String durability) {
        this.durability = durability;
    }

    String durability() {
        return durability;
    }

    ServerProcess started(Plan plan) throws IOException {
        if (process == null) {
            process =
                    ServerProcess.start(Path.of(System.getProperty(JAR_PROPERTY, BUILT)), plan.directory(), durability);
        }
        return process;
    }

    void end() throws IOException {
        if (process != null) {
            process.stop();
            process = null;
        }
    }
}
