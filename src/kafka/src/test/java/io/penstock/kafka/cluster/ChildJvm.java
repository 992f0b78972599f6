package io.penstock.kafka.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small JVM with the class path of this one, which does not outlive it. */
public final class ChildJvm {

    private final Class<?> main;
    private final List<String> arguments;
    private final List<String> options =
            new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));

    private ChildJvm(Class<?> main, List<String> arguments) {
        this.main = main;
        this.arguments = arguments;
    }

    /** Names what it runs. */
    public static ChildJvm of(Class<?> main, String... arguments) {
        return new ChildJvm(main, List.of(arguments));
    }

    /** Adds an option of the JVM, such as a property. */
    public ChildJvm with(String option) {
        options.add(option);
        return this;
    }

    /** Starts it. What it writes as errors is added to a file of that name in the directory of the build. */
    public Process start(String errors) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", errors).toFile()))
                .start();
        Watchdog.of(process);
        return process;
    }
}
