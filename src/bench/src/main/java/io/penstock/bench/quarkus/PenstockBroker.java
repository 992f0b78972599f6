package io.penstock.bench.quarkus;

import io.penstock.bench.measure.Plan;

import java.nio.file.Path;
import java.util.List;

/** Penstock is a part of the application. */
public final class PenstockBroker implements ApplicationBroker {

    private static final String BUILT = "src/bench/quarkus/target/quarkus-app/quarkus-run.jar";

    @Override
    public MeasuredApplication application() {
        return new MeasuredApplication(Path.of(System.getProperty(MeasuredApplication.JAR_PROPERTY, BUILT)));
    }

    @Override
    public boolean isInProcess() {
        return true;
    }

    @Override
    public List<String> properties(Plan plan, Path directory, String durability) {
        return List.of(
                "quarkus.penstock.data=" + directory.resolve("data").toAbsolutePath(),
                "quarkus.penstock.durability=" + durability);
    }

    @Override
    public void end() {
        // It ends with its application.
    }
}
