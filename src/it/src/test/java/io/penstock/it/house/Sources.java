package io.penstock.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's own code lies, seen from the directory that this module's tests run in. */
final class Sources {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private Sources() {}

    static Path root() {
        return ROOT;
    }

    /** The directories of all modules. */
    static List<Path> modules() {
        try (Stream<Path> below = Files.list(ROOT.resolve("src"))) {
            return Stream.concat(below.filter(Files::isDirectory).sorted(), Stream.of(ROOT.resolve("deployment")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as {@code src/journal}. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    /** The Java files of the product, tests not included. */
    static List<Path> mainFiles() {
        return modules().stream().flatMap(module -> mainFiles(module).stream()).toList();
    }

    /** The Java files of one module, tests not included. */
    static List<Path> mainFiles(Path module) {
        var sources = module.resolve("src/main/java");
        return Files.isDirectory(sources) ? javaFiles(sources).toList() : List.of();
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
