package io.penstock.server.sample.flights;

import io.penstock.server.sample.SampleProblem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a sample reads, maybe more than once: the user's, or one that comes with the server. */
final class InputFile {

    /** The flights that come with the server. */
    static final InputFile FLIGHTS = new InputFile("flights-300k.csv.gz", null);

    /** Their true counts and delay totals by airport. */
    static final InputFile REFERENCE = new InputFile("flights-300k.by-origin.csv", null);

    private final String name;
    private final Path path;

    private InputFile(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    static InputFile at(Path path) {
        return new InputFile(path.toString(), path);
    }

    String name() {
        return name;
    }

    /** @throws SampleProblem if there is no such file, or it may not be read */
    InputStream open() {
        if (path == null) {
            return InputFile.class.getResourceAsStream("/samples/" + name);
        }
        if (!Files.isRegularFile(path)) {
            throw new SampleProblem(name
                    + (Files.exists(path) ? " is no file: it must be one that can be read twice." : ": no such file."));
        }
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw new SampleProblem(name + ": cannot be read. Check its permissions.", e);
        }
    }
}
