package io.penstock.bench.quarkus;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.bench.measure.ChildProcess;
import io.penstock.bench.measure.Plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A packaged Quarkus application, run as a process of its own. It is told by its arguments what to measure, and prints
 * what it has found as its only line.
 *
 * @param jar what is run
 */
record MeasuredApplication(Path jar) {

    /** Names the jar of the application with Penstock. */
    static final String JAR_PROPERTY = "io.penstock.bench.application";

    /** For its start, and for what is on its way at the end. */
    private static final long MAX_EXTRA_SECONDS = 120;

    /** Lines of its log that a failure shows. */
    private static final int SHOWN_LINES = 5;

    /**
     * Runs the application.
     *
     * @param properties of its configuration
     * @param arguments what to measure; the plan follows them
     */
    Map<String, Object> run(Plan plan, Path directory, List<String> properties, List<String> arguments)
            throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException("the application to measure is not at " + jar
                    + ": run './penstock bench quarkus' in the repository, which builds it");
        }
        var log = directory.resolve("application.log");
        var found = directory.resolve("application.json");
        var process = ChildProcess.start(new ProcessBuilder(command(plan, properties, arguments))
                .directory(directory.toFile())
                .redirectError(log.toFile())
                .redirectOutput(found.toFile()));
        try {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(plan.warmUpNanos() + plan.windowNanos() * plan.windows());
            if (!process.waitFor(seconds + MAX_EXTRA_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The measurement failed: the application does not end. " + end(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The measurement was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("The measurement failed: " + end(log));
        }
        return new ObjectMapper().readValue(document(found), new TypeReference<>() {});
    }

    /** What the application found. The virtual machine may say something before it, such as that it records. */
    private static String document(Path found) throws IOException {
        return Files.readAllLines(found, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The measurement failed: the application has ended without saying what it found."));
    }

    private List<String> command(Plan plan, List<String> properties, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(ChildProcess.java());
        command.addAll(ChildProcess.options());
        properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        command.addAll(arguments);
        command.add(Long.toString(plan.warmUpNanos()));
        command.add(Long.toString(plan.windowNanos()));
        command.add(Integer.toString(plan.windows()));
        return command;
    }

    private static String end(Path log) throws IOException {
        var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
