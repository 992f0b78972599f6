package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Fresh projects, built one after the other by one process of Maven, with their tests. */
final class MatrixBuild {

    private static final String GROUP = "com.example:";

    private final String name;
    private final Path folder;
    private final String log;

    private MatrixBuild(String name, Path folder, String log) {
        this.name = name;
        this.folder = folder;
        this.log = log;
    }

    static MatrixBuild run(String name, List<Application> applications, Path folder, Workplace workplace, Jdk jdk)
            throws IOException, InterruptedException {
        var modules = new StringBuilder();
        for (var application : applications) {
            application.writeTo(folder.resolve(application.folder()), workplace.readme(), workplace.parts());
            modules.append("<module>").append(application.folder()).append("</module>");
        }
        Files.writeString(folder.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                    <modelVersion>4.0.0</modelVersion>
                    <groupId>com.example</groupId>
                    <artifactId>matrix</artifactId>
                    <version>1.0</version>
                    <packaging>pom</packaging>
                    <modules>%s</modules>
                </project>
                """.replace("%s", modules));
        var command =
                new ArrayList<>(List.of(workplace.sources().resolve("mvnw").toString(), "--fail-at-end", "package"));
        try (var process = workplace.maven().start(name, folder, jdk, command)) {
            process.awaitEnd();
            return new MatrixBuild(name, folder, process.text());
        }
    }

    Path folder(Application application) {
        return folder.resolve(application.folder());
    }

    boolean succeeded(Application application) {
        return Pattern.compile("(?m)^\\[INFO] " + application.folder() + " \\.+ SUCCESS")
                .matcher(log)
                .find();
    }

    void requireSuccess(Application application) throws IOException {
        if (!succeeded(application)) {
            throw new AssertionError("application " + application + " in " + name + " has not been built:\n"
                    + endOfLog(application) + "\n" + problem(application));
        }
        assertThat(tests(application))
                .as("test classes of application %s that ran", application)
                .isNotEmpty();
    }

    private List<Path> tests(Application application) throws IOException {
        try (Stream<Path> reports = Files.list(folder(application).resolve("target/surefire-reports"))) {
            return reports.filter(file -> file.toString().endsWith(".xml")).toList();
        }
    }

    /** Of what Maven wrote about this application, or of everything if it did not get so far. */
    private String endOfLog(Application application) {
        var section = Pattern.compile(
                        "-+< " + GROUP + application.folder() + " >-.*?(?=-+< " + GROUP + "|Reactor Summary|\\z)",
                        Pattern.DOTALL)
                .matcher(log);
        return LoggedProcess.endOf(section.find() ? section.group() : log);
    }

    /** What Maven says of it in the end. */
    private String problem(Application application) {
        var said = Pattern.compile(
                        "(?m)^\\[ERROR] Failed to execute goal \\S+ \\(\\S+\\) on project " + application.folder()
                                + ":.*?(?=^\\[ERROR] Failed to execute|\\z)",
                        Pattern.DOTALL)
                .matcher(log);
        return said.find() ? LoggedProcess.beginningOf(said.group()) : "";
    }
}
