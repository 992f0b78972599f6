package io.penstock.kafka.cluster;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process of a broker: formats its directory at the first start, which saves a process, and is Kafka then. */
final class NodeMain {

    /** Any valid id of a cluster. */
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

    private NodeMain() {}

    /** @param arguments the file with the settings, and the directory of the broker's logs */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        var settings = arguments[0];
        if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
            format(settings);
        }
        // Kafka is on the class path of this process alone, and not where this class is compiled.
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object) new String[] {settings});
    }

    private static void format(String settings) throws ReflectiveOperationException {
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            var answer = Class.forName("kafka.tools.StorageTool")
                    .getMethod("execute", String[].class, PrintStream.class)
                    .invoke(null, new String[] {"format", "-t", CLUSTER, "-c", settings}, nowhere);
            if (!answer.equals(0)) {
                throw new IllegalStateException("Kafka could not format its directory: " + answer);
            }
        }
    }
}
