package io.penstock.it.heap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Quarkus has everything initialized while a native image is built. What our classes and beans hold then is part of the
 * image: constants, and nothing that belongs to a process or a moment.
 */
class ImageHeapIT {

    private static final Path SOURCES = Path.of("../server/target/native-sources");

    /** Through which objects of the JDK are followed. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.ref",
            "java.nio",
            "java.time",
            "java.time.format",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks",
            "java.util.function",
            "java.util.regex",
            "java.util.stream");

    @TempDir
    Path directory;

    @Test
    void shouldHoldNoRandomNumbersClocksThreadsOrBuffers() throws Exception {
        var jars = jars();
        var classes = ourClasses(jars);
        assertThat(classes).hasSizeGreaterThan(500);
        Files.write(directory.resolve("classes"), classes);

        var process = new ProcessBuilder(command(jars))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isZero();
        var found = Files.readAllLines(directory.resolve("findings"));
        System.out.println("ImageHeapIT: " + found.get(0));
        assertThat(found.subList(1, found.size())).isEmpty();
    }

    private List<String> command(List<Path> jars) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        OPENED.forEach(name -> command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED")));
        command.addAll(List.of(
                "-cp",
                Stream.concat(jars.stream(), Stream.of(Path.of("target/test-classes")))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                ImageHeap.class.getName(),
                directory.resolve("classes").toString(),
                directory.resolve("findings").toString()));
        return command;
    }

    private static List<Path> jars() throws IOException {
        assertThat(SOURCES).as("the server's sources of a native image").isDirectory();
        try (var own = Files.list(SOURCES);
                var libraries = Files.list(SOURCES.resolve("lib"))) {
            return Stream.concat(own, libraries)
                    .filter(file -> file.toString().endsWith(".jar"))
                    .toList();
        }
    }

    private static TreeSet<String> ourClasses(List<Path> jars) throws IOException {
        var names = new TreeSet<String>();
        for (Path jar : jars) {
            try (var file = new JarFile(jar.toFile())) {
                file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith("io/penstock/") && name.endsWith(".class"))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
