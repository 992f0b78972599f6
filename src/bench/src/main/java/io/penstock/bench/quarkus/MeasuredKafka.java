package io.penstock.bench.quarkus;

import io.penstock.bench.local.LocalKafka;
import io.penstock.bench.measure.Plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Apache Kafka, as a process of its own that all scenarios share, so that it is as warm as it becomes. The application
 * for it comes from a folder that is not there unless somebody has built it.
 */
public final class MeasuredKafka implements ApplicationBroker {

    /** Names the folder. */
    private static final String FOLDER_PROPERTY = "io.penstock.bench.kafka";

    private LocalKafka server;

    private static Path folder() {
        return Path.of(System.getProperty(FOLDER_PROPERTY, ""));
    }

    /** Whether it can be measured. */
    public static boolean isHere() {
        return LocalKafka.isHere()
                && System.getProperty(FOLDER_PROPERTY) != null
                && Files.isDirectory(folder().resolve("quarkus-app"));
    }

    @Override
    public MeasuredApplication application() {
        return new MeasuredApplication(folder().resolve("quarkus-app/quarkus-run.jar"));
    }

    @Override
    public boolean isInProcess() {
        return false;
    }

    @Override
    public List<String> properties(Plan plan, Path directory, String durability) throws IOException {
        if (server == null) {
            server = LocalKafka.start(plan.directory());
        }
        // Topics and groups of this application alone.
        return List.of(
                "kafka.bootstrap.servers=" + server.bootstrapServers(),
                "bench.run=" + directory.getFileName(),
                "bench.forced=" + durability.equals("sync"));
    }

    @Override
    public void end() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
