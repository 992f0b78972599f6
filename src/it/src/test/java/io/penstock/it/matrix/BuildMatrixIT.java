package io.penstock.it.matrix;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Applications as users write them, outside this build, with our artifacts from a repository: each builds, passes its
 * tests, starts as it was packaged, and sends through all that it has.
 *
 * <p>{@code -Dpenstock.matrix=all} tries all of them, on the newest JDK too; {@code -Dpenstock.matrix=b,g} some.
 */
class BuildMatrixIT {

    private static final String ALL = "all";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static Workplace workplace;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void openWorkplace() throws IOException {
        workplace = Workplace.open();
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldServeApplications() throws IOException, InterruptedException {
        return tried("matrix", chosen(), Jdk.ofThisBuild());
    }

    @TestFactory
    Stream<DynamicTest> shouldServeApplicationsOnTheNewestJdk() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("penstock.matrix", "").equals(ALL), "only with -Dpenstock.matrix=all");
        var jdk = Jdk.newest();
        assumeTrue(jdk.isPresent(), "no such JDK is installed");
        return tried("matrix-newest-jdk", List.of(Application.A, Application.H), jdk.get());
    }

    private static List<Application> chosen() {
        var choice = System.getProperty("penstock.matrix", "");
        if (choice.isEmpty()) {
            return Application.USUAL;
        }
        return choice.equals(ALL)
                ? List.of(Application.values())
                : Arrays.stream(choice.toUpperCase(Locale.ROOT).split(","))
                        .map(Application::valueOf)
                        .toList();
    }

    private static Stream<DynamicTest> tried(String name, List<Application> applications, Jdk jdk)
            throws IOException, InterruptedException {
        var build = MatrixBuild.run(name, applications, Files.createDirectory(folder.resolve(name)), workplace, jdk);
        return applications.stream()
                .flatMap(application -> Stream.of(
                        DynamicTest.dynamicTest(
                                application + " builds and passes its tests", () -> build.requireSuccess(application)),
                        DynamicTest.dynamicTest(application + " runs as it was packaged", () -> {
                            assumeTrue(build.succeeded(application), "it has not been built");
                            run(name, application, build.folder(application), jdk);
                        })));
    }

    private static void run(String name, Application application, Path project, Jdk jdk)
            throws IOException, InterruptedException {
        var started = name + "-" + application.folder() + "-run";
        try (var running = RunningApplication.start(started, application, project, jdk, workplace, postgres)) {
            running.awaitMessages();
            if (application.has(Part.OBSERVED)) {
                running.awaitObservation();
            }
            if (application.has(Part.REST)) {
                running.sendByHttp();
            }
            assertThat(running.stop())
                    .as("exit status of %s after SIGTERM", started)
                    .isEqualTo(143);
        }
    }
}
